package org.countersign.server.enrollment;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Set;
import java.util.UUID;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.P256;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one JSON object strictly: exactly the fields of its page, each of its type, no name twice, nothing after it. */
final class Fields {
    private static final int LONGEST = 8192;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final JsonNode json;

    private Fields(JsonNode json) {
        this.json = json;
    }

    /** A message that is not as its page says. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String field) {
            super("the field '" + field + "' is not as it should be", null, false, false);
        }
    }

    static Fields read(byte[] text, Set<String> names) throws Malformed {
        try {
            if (text.length > LONGEST) {
                throw new Malformed("length");
            }
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            JsonNode json = JSON.readTree(decoded);
            if (!json.isObject() || !Set.copyOf(json.propertyNames()).equals(names)) {
                throw new Malformed("names");
            }
            return new Fields(json);
        } catch (JacksonException | CharacterCodingException notJson) {
            throw new Malformed("json");
        }
    }

    void version() throws Malformed {
        JsonNode version = json.required("v");
        require("v", version.isInt() && version.asInt() == 1);
    }

    EnrollmentId enrollment() throws Malformed {
        ByteBuffer id = ByteBuffer.wrap(bytes("enrollment", 16));
        return new EnrollmentId(new UUID(id.getLong(), id.getLong()));
    }

    byte[] bytes(String name, int length) throws Malformed {
        byte[] bytes = Base64Url.decode(any(name)).orElseThrow(() -> new Malformed(name));
        require(name, bytes.length == length);
        return bytes;
    }

    ECPublicKey key(String name) throws Malformed {
        byte[] point = bytes(name, P256.POINT_BYTES);
        try {
            return P256.publicKey(point);
        } catch (IllegalArgumentException notOnTheCurve) {
            throw new Malformed(name);
        }
    }

    String oneOf(String name, Set<String> values) throws Malformed {
        String value = any(name);
        require(name, values.contains(value));
        return value;
    }

    /** Returns text for people: not blank, at most so many characters, nothing that hides or reverses other text. */
    String shown(String name, int longest) throws Malformed {
        String value = any(name).strip();
        require(name, ShownText.isFit(value, longest));
        return value;
    }

    boolean truth(String name) throws Malformed {
        JsonNode field = json.required(name);
        require(name, field.isBoolean());
        return field.asBoolean();
    }

    JsonNode raw(String name) {
        return json.required(name);
    }

    private String any(String name) throws Malformed {
        JsonNode field = json.required(name);
        require(name, field.isString());
        return field.asString();
    }

    private static void require(String name, boolean fact) throws Malformed {
        if (!fact) {
            throw new Malformed(name);
        }
    }
}
