package org.countersign.cli.phone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.countersign.device.LiveEvent;
import org.countersign.device.Phone;
import org.countersign.device.wire.ProtocolException;
import org.countersign.device.wire.PushRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code phone listen}. */
@Command(
        name = "listen",
        description = "Show push requests as they arrive, and answer them if told to. Ends with Ctrl-C.",
        mixinStandardHelpOptions = true)
final class ListenAction extends PhoneAction {
    private static final int LONGEST_DELAY_SECONDS = 30;

    /** What to answer by itself. */
    enum Auto {
        APPROVE,
        DENY
    }

    @Option(names = "--auto", paramLabel = "approve|deny", description = "Answer every request so, for tests.")
    private @Nullable Auto auto;

    @Option(
            names = "--number-from",
            paramLabel = "FILE",
            description = "Where the number for --auto approve stands; read anew for each request.")
    private @Nullable Path numberFile;

    @Option(names = "--count", paramLabel = "N", description = "End after N requests.")
    private int count = Integer.MAX_VALUE;

    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();

    @Override
    boolean act(Phone phone) throws InterruptedException {
        List<String> origins = phone.origins();
        if (origins.isEmpty()) {
            throw new ProtocolException("token_unknown", "This phone has no active token. Enroll one first.");
        }
        List<Thread> lines = origins.stream()
                .map(origin -> Thread.ofVirtual().name("live " + origin).start(() -> keepFollowing(phone, origin)))
                .toList();
        for (Thread line : lines) {
            line.join();
        }
        return true;
    }

    /** Connects again and again until the count is full or no token is left there. */
    private void keepFollowing(Phone phone, String origin) {
        int failures = 0;
        while (!isOver.get() && phone.origins().contains(origin)) {
            try {
                phone.follow(origin, event -> show(phone, event));
                failures = 0;
            } catch (IOException e) {
                failures++;
                refuse("server_unreachable", "The line to " + origin + " broke; connecting again.");
            } catch (ProtocolException e) {
                failures++;
                refuse(e.code(), e.detail());
            }
            if (!isOver.get()) {
                try {
                    surroundings().pause().pass(delay(failures));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    /** 1 to 30 seconds, growing with each failure, and never the same for all phones of a restarted server. */
    static Duration delay(int failures) {
        long most = Math.min(LONGEST_DELAY_SECONDS, 4L << Math.min(failures, 3)) * 1000;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(1000, most + 1));
    }

    private boolean show(Phone phone, LiveEvent event) {
        switch (event) {
            case LiveEvent.Requested requested -> {
                PushRequest request = requested.request();
                print(RequestView.text(request, surroundings().clock().instant()));
                answer(phone, request);
                if (seen.incrementAndGet() >= count) {
                    isOver.set(true);
                }
            }
            case LiveEvent.Ended ended -> print(ended.requestId() + " " + Plain.text(ended.state()));
            case LiveEvent.Revoked revoked -> print("Token " + Plain.text(revoked.serial()) + " is no longer active.");
            case LiveEvent.Dropped dropped ->
                refuse("request_not_genuine", "A request for " + dropped.serial() + " was not by its server.");
        }
        return !isOver.get();
    }

    private void answer(Phone phone, PushRequest request) {
        try {
            phone.acknowledge(request, true);
            if (auto == Auto.APPROVE) {
                Answers.report(this, phone.approve(request, number(), false));
            } else if (auto == Auto.DENY) {
                Answers.report(this, phone.deny(request, false));
            }
        } catch (ProtocolException e) {
            refuse(e.code(), e.detail());
        } catch (IOException e) {
            refuse("server_unreachable", "The answer may not have arrived: " + e.getMessage());
        }
    }

    private Optional<String> number() throws IOException {
        return numberFile == null
                ? Optional.empty()
                : Optional.of(Files.readString(numberFile).strip());
    }

    private void print(String text) {
        out().println(text);
        out().flush();
    }
}
