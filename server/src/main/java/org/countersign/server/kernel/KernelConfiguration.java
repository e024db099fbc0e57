package org.countersign.server.kernel;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings real time, real randomness and the master key. */
@Configuration(proxyBeanMethods = false)
class KernelConfiguration {

    @Bean
    InstantSource time() {
        return InstantSource.system();
    }

    @Bean
    Randomness randomness(InstantSource time) {
        return new Randomness(new SecureRandom(), time);
    }

    @Bean
    Sealing sealing(CountersignSettings settings, Randomness randomness) throws IOException {
        try (SecretBytes masterKey = MasterKeyFile.read(settings, randomness)) {
            return new Sealing(masterKey, randomness);
        }
    }
}
