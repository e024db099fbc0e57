package org.countersign.server.protocol.device;

import jakarta.annotation.PreDestroy;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.countersign.server.kernel.TokenId;
import org.countersign.server.protocol.device.DeviceStream.Line;
import org.countersign.server.push.PushEvent;
import org.countersign.server.push.PushInbox;
import org.countersign.server.tokens.Tokens;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** All live connections of apps: what they hear, and the one scheduler that keeps them open and ends them. */
@Component
class DeviceStreams {
    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final Duration COMMENT_EVERY = Duration.ofSeconds(25);
    private static final JsonMapper JSON = new JsonMapper();

    private final PushInbox inbox;
    private final Tokens tokens;
    private final InstantSource time;
    private final Set<DeviceStream> live = ConcurrentHashMap.newKeySet();
    private final ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor();

    DeviceStreams(PushInbox inbox, Tokens tokens, InstantSource time) {
        this.inbox = inbox;
        this.tokens = tokens;
        this.time = time;
    }

    /** Keeps {@code connection} open for the news of these tokens; returns at once. */
    void open(AsyncContext connection, Collection<DeviceChecks.Asking> asking) {
        Instant now = time.instant();
        Map<TokenId, String> serials = asking.stream()
                .filter(DeviceChecks.Asking::isActive)
                .collect(Collectors.toMap(
                        one -> one.token().id(), one -> one.token().serial()));
        Listening listening = new Listening(serials.keySet());
        DeviceStream stream =
                new DeviceStream(connection, serials, writers, listening::end, now.plus(LIFE), now.plus(COMMENT_EVERY));
        connection.setTimeout(0);
        connection.addListener(listening);
        listening.start(stream);
        asking.stream()
                .filter(one -> !one.isActive())
                .forEach(one -> stream.write(revoked(one.token().serial())));
    }

    /** Returns how many connections are open. */
    int count() {
        return live.size();
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
    void keepOpen() {
        Instant now = time.instant();
        for (DeviceStream stream : live) {
            if (!now.isBefore(stream.endsAt())) {
                stream.finish();
            } else if (!now.isBefore(stream.nextComment())) {
                stream.nextComment(now.plus(COMMENT_EVERY));
                stream.write(new Line(":\n\n", null));
            }
        }
    }

    /** Asks the database rather than listening: a token may be taken out of use by any node, or by hand. */
    @Scheduled(fixedDelay = 3, timeUnit = TimeUnit.SECONDS)
    void tellRevoked() {
        List<TokenId> watched = live.stream()
                .flatMap(stream -> stream.serials().keySet().stream())
                .distinct()
                .toList();
        if (watched.isEmpty()) {
            return;
        }
        Set<TokenId> outOfUse = tokens.outOfUse(watched);
        for (DeviceStream stream : live) {
            for (TokenId token : outOfUse) {
                String serial = stream.serials().remove(token);
                if (serial != null) {
                    stream.write(revoked(serial));
                }
            }
        }
    }

    /** Before the web server begins to wait for open calls: apps connect again, to another node or after the restart. */
    @EventListener
    void stop(ContextClosedEvent closing) {
        live.forEach(DeviceStream::finish);
    }

    @PreDestroy
    void stop() {
        writers.shutdown();
    }

    private Line line(TokenId token, PushEvent event) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("serial", event.serial());
        return switch (event) {
            case PushEvent.Asked asked -> {
                content.put("request", asked.jws());
                yield event("request", content, () -> inbox.delivered(token, asked.id()));
            }
            case PushEvent.Ended ended -> {
                content.put("request", ended.id().toString());
                content.put("state", ended.state().name());
                yield event("ended", content, null);
            }
        };
    }

    private static Line revoked(String serial) {
        return event("revoked", Map.of("serial", serial), null);
    }

    private static Line event(String name, Map<String, Object> content, @Nullable Runnable written) {
        return new Line("event: " + name + "\ndata: " + JSON.writeValueAsString(content) + "\n\n", written);
    }

    /** The subscription of one stream, ended with it. */
    private final class Listening implements AsyncListener {
        private final Map<TokenId, Consumer<PushEvent>> listeners = new LinkedHashMap<>();
        private @Nullable DeviceStream stream;

        Listening(Set<TokenId> of) {
            of.forEach(token -> listeners.put(token, event -> stream().write(line(token, event))));
        }

        private DeviceStream stream() {
            if (stream == null) {
                throw new IllegalStateException("listens before it is open");
            }
            return stream;
        }

        /**
         * First the open requests, then the news. Whatever happens in between is told twice rather than not at all; an app
         * knows requests by their id.
         */
        void start(DeviceStream opened) {
            stream = opened;
            live.add(opened);
            listeners.forEach(inbox::listen);
            for (PushEvent.Asked asked : inbox.open(listeners.keySet())) {
                opened.serials().forEach((token, serial) -> {
                    if (serial.equals(asked.serial())) {
                        opened.write(line(token, asked));
                    }
                });
            }
        }

        void end() {
            listeners.forEach(inbox::unlisten);
            if (stream != null) {
                live.remove(stream);
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            stream().end();
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            stream().end();
        }

        @Override
        public void onError(AsyncEvent event) {
            stream().end();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // A stream is started once.
        }
    }
}
