package org.countersign.device.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object by name and type; whatever is missing or of another type is refused with
 * {@code message_malformed}.
 */
public final class Fields {
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,14}");
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final JsonObject object;
    private final Set<String> read = new HashSet<>();

    /** A reader of this object. */
    public Fields(JsonObject object) {
        this.object = object;
    }

    /** A text of 1 to {@code maxCharacters} UTF-16 units. */
    public String string(String name, int maxCharacters) {
        String value = primitive(name, JsonPrimitive::isString).getAsString();
        if (value.isEmpty() || value.length() > maxCharacters) {
            throw malformed(name);
        }
        return value;
    }

    /** As {@link #string}, or empty where the field is absent or null. */
    public Optional<String> optionalString(String name, int maxCharacters) {
        return isAbsent(name) ? Optional.empty() : Optional.of(string(name, maxCharacters));
    }

    /** A text that must be one of these. */
    public String oneOf(String name, Set<String> values) {
        String value = string(name, 64);
        if (!values.contains(value)) {
            throw malformed(name);
        }
        return value;
    }

    /** A UUID in its usual lower-case text form. */
    public String uuid(String name) {
        String value = string(name, 36);
        if (!UUID_TEXT.matcher(value).matches()) {
            throw malformed(name);
        }
        return value;
    }

    /** A whole number, without fraction or exponent. */
    public long number(String name) {
        String value = primitive(name, JsonPrimitive::isNumber).getAsString();
        if (!WHOLE.matcher(value).matches()) {
            throw malformed(name);
        }
        return Long.parseLong(value);
    }

    /** True or false. */
    public boolean bool(String name) {
        return primitive(name, JsonPrimitive::isBoolean).getAsBoolean();
    }

    /** The bytes of a base64url text, exactly {@code length}. */
    public byte[] octets(String name, int length) {
        return Base64Url.decode(string(name, 4 * length), length);
    }

    /** The fields of an object inside. */
    public Fields object(String name) {
        if (take(name) instanceof JsonObject inner) {
            return new Fields(inner);
        }
        throw malformed(name);
    }

    /** The objects of an array inside, at most {@code max}. */
    public List<Fields> objects(String name, int max) {
        List<Fields> all = new ArrayList<>();
        for (JsonElement element : elements(name, max)) {
            if (!(element instanceof JsonObject inner)) {
                throw malformed(name);
            }
            all.add(new Fields(inner));
        }
        return all;
    }

    /** The texts of an array inside, at most {@code max}. */
    public List<String> strings(String name, int max) {
        List<String> all = new ArrayList<>();
        for (JsonElement element : elements(name, max)) {
            if (!(element instanceof JsonPrimitive primitive) || !primitive.isString()) {
                throw malformed(name);
            }
            all.add(primitive.getAsString());
        }
        return all;
    }

    /** Whether the field is absent or null. */
    public boolean isAbsent(String name) {
        JsonElement value = take(name);
        return value == null || value.isJsonNull();
    }

    /** Refuses fields that nobody asked for: a signed message says nothing that its page does not describe. */
    public void nothingElse() {
        for (String name : object.keySet()) {
            if (!read.contains(name)) {
                throw ProtocolException.malformed("The message has a field that its format does not have.");
            }
        }
    }

    private Iterable<JsonElement> elements(String name, int max) {
        JsonElement value = take(name);
        if (value == null || !value.isJsonArray() || value.getAsJsonArray().size() > max) {
            throw malformed(name);
        }
        return value.getAsJsonArray();
    }

    private JsonPrimitive primitive(String name, java.util.function.Predicate<JsonPrimitive> type) {
        if (take(name) instanceof JsonPrimitive primitive && type.test(primitive)) {
            return primitive;
        }
        throw malformed(name);
    }

    private @Nullable JsonElement take(String name) {
        read.add(name);
        return object.get(name);
    }

    private static ProtocolException malformed(String name) {
        return ProtocolException.malformed("The field '" + name + "' is missing or not as it should be.");
    }
}
