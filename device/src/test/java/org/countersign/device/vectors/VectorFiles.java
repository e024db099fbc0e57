package org.countersign.device.vectors;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the vectors lie, and how they are written. Run {@link #main} to write them anew after a format change. */
public final class VectorFiles {
    private VectorFiles() {}

    /** Writes all files of the protocol; the argument is the folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Map.Entry<String, JsonObject> file : all().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), text(file.getValue()));
        }
    }

    static Map<String, JsonObject> all() {
        Map<String, JsonObject> files = new LinkedHashMap<>();
        files.put("activation-string.json", ActivationStringVectors.make());
        files.put("policy-string.json", PolicyStringVectors.make());
        files.put("enrollment.json", EnrollmentVectors.make());
        files.put("push-messages.json", PushMessageVectors.make());
        files.put("seed-record.json", SeedRecordVectors.make());
        return files;
    }

    static String text(JsonObject file) {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .serializeNulls()
                        .create()
                        .toJson(file)
                + "\n";
    }

    /** The text of one file as it is checked in. */
    public static String checkedIn(String name) {
        String root = System.getProperty("countersign.root", "..");
        try {
            return Files.readString(Path.of(root, "vectors", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One file as it is checked in. */
    public static JsonObject read(String name) {
        return JsonParser.parseString(checkedIn(name)).getAsJsonObject();
    }

    /** The objects of one of its lists. */
    public static List<JsonObject> list(JsonObject file, String name) {
        List<JsonObject> all = new ArrayList<>();
        for (JsonElement element : file.getAsJsonArray(name)) {
            all.add(element.getAsJsonObject());
        }
        return all;
    }
}
