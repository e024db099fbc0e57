package org.countersign.otp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The known answers in the folder {@code vectors}, which the web app's tests read too. */
final class Vectors {
    private Vectors() {}

    /** The objects of one list in one file; an empty list would test nothing, so it fails. */
    static List<JsonObject> of(String file, String list) {
        Path path = Path.of(Objects.requireNonNull(System.getProperty("countersign.root")), "vectors", file);
        try (Reader reader = Files.newBufferedReader(path)) {
            List<JsonObject> objects =
                    JsonParser.parseReader(reader).getAsJsonObject().getAsJsonArray(list).asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .toList();
            if (objects.isEmpty()) {
                throw new IllegalStateException(path + " has nothing in " + list);
            }
            return objects;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(JsonObject vector, String member) {
        return vector.get(member).getAsString();
    }

    static @Nullable String textOrNull(JsonObject vector, String member) {
        JsonElement element = vector.get(member);
        return element == null || element.isJsonNull() ? null : element.getAsString();
    }

    static long number(JsonObject vector, String member) {
        return vector.get(member).getAsLong();
    }

    static byte[] bytes(JsonObject vector, String member) {
        return HexFormat.of().parseHex(text(vector, member));
    }

    static OtpKey key(JsonObject vector) {
        return OtpKey.copyOf(bytes(vector, "key"));
    }

    static HashAlgorithm algorithm(JsonObject vector) {
        return HashAlgorithm.valueOf(text(vector, "algorithm"));
    }

    static PasscodeAlphabet alphabet(JsonObject vector) {
        return PasscodeAlphabet.valueOf(text(vector, "alphabet").toUpperCase(Locale.ROOT));
    }
}
