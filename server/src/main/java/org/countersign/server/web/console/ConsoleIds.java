package org.countersign.server.web.console;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.countersign.server.kernel.ApiClientId;
import org.countersign.server.kernel.ApplicationId;
import org.countersign.server.kernel.ContainerId;
import org.countersign.server.kernel.GroupId;
import org.countersign.server.kernel.OperatorId;
import org.countersign.server.kernel.RoleId;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.UserId;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Reads ids out of addresses and forms: what is not an id names nothing, so it is not found. */
public final class ConsoleIds {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private ConsoleIds() {}

    public static UserId user(String text) {
        return uuid(text).map(UserId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static TokenId token(String text) {
        return uuid(text).map(TokenId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static OperatorId operator(String text) {
        return uuid(text).map(OperatorId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static RoleId role(String text) {
        return uuid(text).map(RoleId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static ApplicationId application(String text) {
        return uuid(text).map(ApplicationId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static ApiClientId key(String text) {
        return uuid(text).map(ApiClientId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static GroupId group(String text) {
        return uuid(text).map(GroupId::new).orElseThrow(ConsoleIds::notFound);
    }

    public static ContainerId container(String text) {
        return uuid(text).map(ContainerId::new).orElseThrow(ConsoleIds::notFound);
    }

    /** Reads how many people something was done to, to tell it; what is no number is none. */
    public static int count(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    }

    public static ResponseStatusException notFound() {
        return new ResponseStatusException(HttpStatus.NOT_FOUND);
    }

    public static Optional<UUID> uuid(String text) {
        return FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }
}
