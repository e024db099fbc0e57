package org.countersign.cli.phone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.SecureRandom;
import java.util.Set;
import org.countersign.cli.phone.FileRecordStore.PrivateFiles;
import org.countersign.device.SoftwareKeyStore;
import org.countersign.device.wire.Base64Url;
import org.countersign.device.wire.ProtocolException;

/** The key that seals a vault, in a file of its own beside it, so that a copy of the vault alone is worth nothing. */
final class VaultKeyFile {
    private final Path file;
    private final FileRecordStore records;
    private final SecureRandom random;

    VaultKeyFile(Path vault, FileRecordStore records, SecureRandom random) {
        this.file = vault.resolveSibling(vault.getFileName() + ".key");
        this.records = records;
        this.random = random;
    }

    /** The key; made on the first use. */
    byte[] load() throws IOException {
        if (!Files.exists(file)) {
            // Two first starts at once: the lock of the records lets one make the key.
            records.change(all -> {
                if (!Files.exists(file)) {
                    create(all.isEmpty());
                }
                return all.size();
            });
        }
        requirePrivate();
        try {
            return Base64Url.decode(Files.readString(file).strip(), SoftwareKeyStore.KEY_LENGTH);
        } catch (ProtocolException e) {
            throw new ProtocolException("vault_damaged", "The key file " + file + " is damaged.");
        }
    }

    private void create(boolean isVaultEmpty) {
        if (!isVaultEmpty) {
            throw new ProtocolException(
                    "vault_damaged", "The key file " + file + " is missing; without it the vault cannot be opened.");
        }
        byte[] key = new byte[SoftwareKeyStore.KEY_LENGTH];
        random.nextBytes(key);
        try {
            PrivateFiles.replace(file, (Base64Url.encode(key) + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void requirePrivate() throws IOException {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        for (PosixFilePermission permission : permissions) {
            if (!permission.name().startsWith("OWNER_")) {
                throw new ProtocolException(
                        "vault_exposed", "Others can read the key file " + file + ". Run: chmod 600 " + file);
            }
        }
    }
}
