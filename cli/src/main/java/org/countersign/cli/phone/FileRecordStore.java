package org.countersign.cli.phone;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.countersign.device.RecordStore;
import org.countersign.device.wire.Json;
import org.countersign.device.wire.ProtocolException;

/**
 * Records in one file that only its owner may read: {@code {"v":1,"records":{name: text}}}.
 *
 * <p>A change is written beside it, forced to the disk and renamed over it, under a lock that other processes heed.
 */
final class FileRecordStore implements RecordStore {
    private final Path file;
    private final Path lockFile;
    private final Lock lock = new ReentrantLock();

    FileRecordStore(Path file) {
        this.file = file;
        this.lockFile = file.resolveSibling(file.getFileName() + ".lock");
    }

    /** Whether nothing has been stored yet. */
    boolean isNew() {
        return !Files.exists(file);
    }

    @Override
    public <T> T change(Function<Map<String, String>, T> change) {
        lock.lock();
        try {
            PrivateFiles.createFolder(PrivateFiles.folder(file));
            try (FileChannel channel = PrivateFiles.open(lockFile);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException("The lock was lost");
                }
                Map<String, String> before = read();
                Map<String, String> records = new HashMap<>(before);
                T result = change.apply(records);
                if (!records.equals(before)) {
                    write(records);
                }
                return result;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    private Map<String, String> read() throws IOException {
        if (isNew()) {
            return Map.of();
        }
        try {
            JsonObject json = Json.parse(Files.readAllBytes(file));
            if (!"1".equals(String.valueOf(json.get("v"))) || !(json.get("records") instanceof JsonObject stored)) {
                throw damaged();
            }
            Map<String, String> records = new HashMap<>();
            for (Map.Entry<String, JsonElement> entry : stored.entrySet()) {
                records.put(entry.getKey(), entry.getValue().getAsString());
            }
            return records;
        } catch (ProtocolException e) {
            throw damaged();
        }
    }

    private void write(Map<String, String> records) throws IOException {
        JsonObject stored = new JsonObject();
        records.forEach(stored::addProperty);
        JsonObject json = new JsonObject();
        json.addProperty("v", 1);
        json.add("records", stored);
        PrivateFiles.replace(file, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ProtocolException damaged() {
        return new ProtocolException("vault_damaged", "The vault " + file + " is damaged. Restore it from a backup.");
    }

    /** Files and folders for their owner alone. */
    static final class PrivateFiles {
        private PrivateFiles() {}

        static Path folder(Path path) {
            return Objects.requireNonNull(path.toAbsolutePath().getParent(), "A vault lies in a folder");
        }

        static void createFolder(Path folder) throws IOException {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, attributes(folder, "rwx------"));
            }
        }

        static FileChannel open(Path path) throws IOException {
            return FileChannel.open(
                    path,
                    java.util.Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    attributes(path, "rw-------"));
        }

        /** Puts a new file in the place of the old one; a crash leaves the one or the other, whole. */
        static void replace(Path path, byte[] content) throws IOException {
            Path next = path.resolveSibling(path.getFileName() + ".new");
            Files.deleteIfExists(next);
            try (FileChannel channel = open(next)) {
                ByteBuffer buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            // The rename itself must outlive a power cut too.
            try (FileChannel folder = FileChannel.open(folder(path), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }

        private static FileAttribute<?>[] attributes(Path path, String permissions) {
            boolean isPosix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
            return isPosix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                    }
                    : new FileAttribute<?>[0];
        }
    }
}
