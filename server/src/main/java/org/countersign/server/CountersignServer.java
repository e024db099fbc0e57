package org.countersign.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The one server program. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class CountersignServer {

    /** Starts the server; {@code countersign.*} settings come from the command line, the environment or a file. */
    public static void main(String[] arguments) {
        SpringApplication.run(CountersignServer.class, arguments);
    }
}
