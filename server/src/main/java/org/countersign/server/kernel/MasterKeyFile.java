package org.countersign.server.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Reads the master key, and makes one at the first start of an embedded database. */
final class MasterKeyFile {
    private MasterKeyFile() {}

    static SecretBytes read(CountersignSettings settings, Randomness randomness) throws IOException {
        Path file = settings.masterKey();
        if (!Files.exists(file)) {
            if (settings.database() != null) {
                throw new IllegalStateException(
                        "the master key file " + file + " is missing. Put the key of this database"
                                + " there, or make a new one for a new database: head -c 32 /dev/urandom > " + file);
            }
            create(file, randomness);
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != 32) {
            throw new IllegalStateException("the master key file " + file + " has 32 bytes, not " + bytes.length);
        }
        return SecretBytes.copyOf(bytes);
    }

    private static void create(Path file, Randomness randomness) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException another) {
            return;
        }
        try (var out = Files.newByteChannel(file, Set.of(StandardOpenOption.WRITE, StandardOpenOption.SYNC))) {
            out.write(ByteBuffer.wrap(randomness.bytes(32)));
        }
    }
}
