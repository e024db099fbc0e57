package org.countersign.cli.audit;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object, read strictly: a name twice, or anything behind the object, is refused, so that no two readers can see
 * different things in one line.
 */
final class JsonLine {
    private final Map<String, @Nullable Object> fields;

    private JsonLine(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** What was read is not what it must be. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;

        Unreadable(String why) {
            super(why);
        }
    }

    static JsonLine read(String text) throws Unreadable {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw new Unreadable("it is not a JSON object");
            }
            JsonLine line = new JsonLine(object(reader));
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new Unreadable("something stands behind the JSON object");
            }
            return line;
        } catch (MalformedJsonException | NumberFormatException malformed) {
            throw new Unreadable("it is not JSON");
        } catch (IOException | IllegalStateException cut) {
            throw new Unreadable("it is not complete JSON");
        }
    }

    private static Map<String, @Nullable Object> object(JsonReader reader) throws IOException, Unreadable {
        Map<String, @Nullable Object> fields = new HashMap<>();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (fields.containsKey(name)) {
                throw new Unreadable("the name " + name + " stands there twice");
            }
            fields.put(name, value(reader));
        }
        reader.endObject();
        return fields;
    }

    private static @Nullable Object value(JsonReader reader) throws IOException, Unreadable {
        return switch (reader.peek()) {
            case STRING -> reader.nextString();
            case NUMBER -> reader.nextLong();
            case NULL -> {
                reader.nextNull();
                yield null;
            }
            case BEGIN_OBJECT -> object(reader);
            case BEGIN_ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    items.add(value(reader));
                }
                reader.endArray();
                yield items;
            }
            case BOOLEAN, NAME, END_ARRAY, END_OBJECT, END_DOCUMENT ->
                throw new Unreadable("it holds a value that does not belong there");
        };
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** Refuses fields that the format does not know: they would be in the file, but under no hash. */
    void requireOnly(Set<String> names) throws Unreadable {
        for (String name : fields.keySet()) {
            if (!names.contains(name)) {
                throw new Unreadable("it has a field " + name + " that the format does not know");
            }
        }
    }

    String text(String name) throws Unreadable {
        if (fields.get(name) instanceof String text) {
            return text;
        }
        throw new Unreadable("the field " + name + " is not text");
    }

    @Nullable
    String textOrNone(String name) throws Unreadable {
        return fields.get(name) == null ? null : text(name);
    }

    long number(String name) throws Unreadable {
        if (fields.get(name) instanceof Long number) {
            return number;
        }
        throw new Unreadable("the field " + name + " is not a whole number");
    }

    List<?> list(String name) throws Unreadable {
        if (fields.get(name) instanceof List<?> items) {
            return items;
        }
        throw new Unreadable("the field " + name + " is not a list");
    }

    /** Returns an object whose values are all text. */
    Map<String, String> texts(String name) throws Unreadable {
        return asTexts(fields.get(name), name);
    }

    static Map<String, String> asTexts(@Nullable Object value, String name) throws Unreadable {
        Map<String, String> texts = new HashMap<>();
        if (value instanceof Map<?, ?> entries) {
            for (Map.Entry<?, ?> entry : entries.entrySet()) {
                if (!(entry.getValue() instanceof String text)) {
                    throw new Unreadable("the field " + name + " holds something that is not text");
                }
                texts.put(String.valueOf(entry.getKey()), text);
            }
            return texts;
        }
        throw new Unreadable("the field " + name + " is not an object");
    }
}
