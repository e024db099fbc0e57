package org.countersign.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import org.countersign.server.audit.Actor;
import org.countersign.server.kernel.CountersignSettings;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;
import org.springframework.stereotype.Component;

/**
 * The demo's key for the REST API, in a file of the data folder that only its owner can read. It is made once; who loses
 * the file gets another key at the next start.
 */
@OnlyInDemo
@Component
class DemoApiKey {
    private static final String APPLICATION = "Command line";
    private static final Actor SERVER = new Actor.Server();

    private final VirtualServers virtualServers;
    private final ApiClients clients;
    private final Path file;

    DemoApiKey(VirtualServers virtualServers, ApiClients clients, CountersignSettings settings) {
        this.virtualServers = virtualServers;
        this.clients = clients;
        this.file = settings.data().resolve("demo-api-key");
    }

    /** Returns the file that holds the key. */
    Path prepare(VirtualServer acme) {
        if (Files.exists(file)) {
            return file;
        }
        Application application = virtualServers.applications(acme.id()).stream()
                .filter(known -> known.name().equals(APPLICATION))
                .findFirst()
                .orElseGet(() -> virtualServers.createApplication(acme.id(), APPLICATION, SERVER));
        String key = clients.create(application, "demo", EnumSet.allOf(ApiScope.class), SERVER);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key + "\n");
        } catch (IOException noDisk) {
            throw new UncheckedIOException(noDisk);
        }
        return file;
    }
}
