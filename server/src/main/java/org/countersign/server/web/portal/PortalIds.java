package org.countersign.server.web.portal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.countersign.server.kernel.Base64Url;
import org.countersign.server.kernel.EnrollmentId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.web.shell.Platform;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Reads ids and choices out of addresses and forms: what is none names nothing, so it is not found. */
final class PortalIds {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private PortalIds() {}

    static UUID uuid(String text) {
        return ifUuid(text).orElseThrow(PortalIds::notFound);
    }

    static Optional<UUID> ifUuid(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    static TokenId token(String text) {
        return new TokenId(uuid(text));
    }

    static Platform platform(String text) {
        return Arrays.stream(Platform.values())
                .filter(platform -> platform.name().equals(text))
                .findFirst()
                .orElseThrow(PortalIds::notFound);
    }

    /** Returns an id as the self-enrollment page writes it. */
    static String text(EnrollmentId id) {
        return Base64Url.encode(ByteBuffer.allocate(16)
                .putLong(id.value().getMostSignificantBits())
                .putLong(id.value().getLeastSignificantBits())
                .array());
    }

    static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }
}
