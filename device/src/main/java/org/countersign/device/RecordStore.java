package org.countersign.device;

import java.util.Map;
import java.util.function.Function;

/** Named texts that survive the app. */
@Seam("a file on the command line, app storage on Android, memory in load tests")
public interface RecordStore {
    /**
     * Runs {@code change} alone on the records, and keeps what it left, all of it or nothing.
     *
     * <p>When this returns, the records are safe against a crash; when {@code change} throws, nothing has changed. Other
     * threads and other processes wait meanwhile, so {@code change} does no network work and no nested call.
     */
    <T> T change(Function<Map<String, String>, T> change);
}
