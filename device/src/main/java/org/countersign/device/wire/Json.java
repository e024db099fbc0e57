package org.countersign.device.wire;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON strictly: one object, no duplicate names, no leniency, at most eight levels deep.
 *
 * <p>Two readers of a signed text must never understand it differently, hence no duplicate names.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class Json {
    private static final int MAX_DEPTH = 8;

    private Json() {}

    /**
     * The object that this text is.
     *
     * @throws ProtocolException {@code message_malformed} for anything else
     */
    public static JsonObject parse(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() != JsonToken.BEGIN_OBJECT) {
                throw ProtocolException.malformed("The message is not a JSON object.");
            }
            JsonObject object = object(reader, 1);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw ProtocolException.malformed("Something follows the JSON object.");
            }
            return object;
        } catch (MalformedJsonException | java.io.EOFException e) {
            throw ProtocolException.malformed("The message is not JSON.");
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw ProtocolException.malformed("The message is not readable JSON.");
        }
    }

    /** The object that these UTF-8 bytes are; as {@link #parse(String)}, and bytes that are not UTF-8 are refused. */
    public static JsonObject parse(byte[] utf8) {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException e) {
            throw ProtocolException.malformed("The message is not UTF-8.");
        }
    }

    private static JsonObject object(JsonReader reader, int depth) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw ProtocolException.malformed("A field occurs twice.");
            }
            object.add(name, value(reader, depth));
        }
        reader.endObject();
        return object;
    }

    private static JsonElement value(JsonReader reader, int depth) throws IOException {
        if (depth >= MAX_DEPTH) {
            throw ProtocolException.malformed("The message is nested too deeply.");
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader, depth + 1);
            case BEGIN_ARRAY -> array(reader, depth + 1);
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(new BigDecimal(reader.nextString()));
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw ProtocolException.malformed("The message is not JSON.");
        };
    }

    private static JsonArray array(JsonReader reader, int depth) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(value(reader, depth));
        }
        reader.endArray();
        return array;
    }
}
