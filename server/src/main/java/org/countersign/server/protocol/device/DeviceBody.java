package org.countersign.server.protocol.device;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a call: one JSON object of at most 16 KiB, no name twice, nothing after it. A parameter of this type in an
 * endpoint of this package is read by itself; everything that is not as its page says is {@code message_malformed}.
 */
final class DeviceBody {
    static final int LARGEST = 16 * 1024;
    private static final int LONGEST_SECRET = 256;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final byte[] bytes;
    private final JsonNode json;

    private DeviceBody(byte[] bytes, JsonNode json) {
        this.bytes = bytes;
        this.json = json;
    }

    /** Reads a body. */
    static DeviceBody read(byte[] bytes) {
        if (bytes.length > LARGEST) {
            throw DeviceRefusal.malformed();
        }
        try {
            JsonNode json = JSON.readTree(bytes);
            if (!json.isObject()) {
                throw DeviceRefusal.malformed();
            }
            return new DeviceBody(bytes.clone(), json);
        } catch (JacksonException notJson) {
            throw DeviceRefusal.malformed();
        }
    }

    /** Returns the body as it came. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the body's fields. */
    JsonNode json() {
        return json;
    }

    /** Refuses a body with other fields than these. */
    DeviceBody only(String... names) {
        if (!Set.of(names).containsAll(json.propertyNames())) {
            throw DeviceRefusal.malformed();
        }
        return this;
    }

    /** Returns a field that must be text. */
    String text(String name) {
        JsonNode field = json.get(name);
        if (field == null || !field.isString()) {
            throw DeviceRefusal.malformed();
        }
        return field.asString();
    }

    /** Returns a field that must be text of at most 256 characters where it is there. */
    Optional<String> optionalText(String name) {
        if (!json.has(name)) {
            return Optional.empty();
        }
        String text = text(name);
        if (text.length() > LONGEST_SECRET) {
            throw DeviceRefusal.malformed();
        }
        return Optional.of(text);
    }

    /** Returns a field that must be a list of 1 to {@code most} texts. */
    List<String> texts(String name, int most) {
        JsonNode field = json.get(name);
        if (field == null || !field.isArray() || field.isEmpty() || field.size() > most) {
            throw DeviceRefusal.malformed();
        }
        List<String> texts = new ArrayList<>(field.size());
        for (JsonNode element : field) {
            if (!element.isString()) {
                throw DeviceRefusal.malformed();
            }
            texts.add(element.asString());
        }
        return texts;
    }

    /** Reads the parameter of an endpoint. */
    static final class Resolver implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == DeviceBody.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest call,
                @Nullable WebDataBinderFactory binders)
                throws IOException {
            HttpServletRequest request = call.getNativeRequest(HttpServletRequest.class);
            if (request == null || !isJson(request.getContentType()) || request.getContentLengthLong() > LARGEST) {
                throw DeviceRefusal.malformed();
            }
            return read(request.getInputStream().readNBytes(LARGEST + 1));
        }

        private static boolean isJson(@Nullable String contentType) {
            return contentType != null
                    && MediaType.APPLICATION_JSON_VALUE.equalsIgnoreCase(contentType.split(";", 2)[0].strip());
        }
    }
}
