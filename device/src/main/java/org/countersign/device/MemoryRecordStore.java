package org.countersign.device;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Records that live as long as this object: for virtual phones. */
public final class MemoryRecordStore implements RecordStore {
    private final Object lock = new Object();
    private Map<String, String> records = new HashMap<>();

    @Override
    public <T> T change(Function<Map<String, String>, T> change) {
        synchronized (lock) {
            Map<String, String> copy = new HashMap<>(records);
            T result = change.apply(copy);
            records = copy;
            return result;
        }
    }
}
