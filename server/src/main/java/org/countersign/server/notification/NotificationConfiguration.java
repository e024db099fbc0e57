package org.countersign.server.notification;

import java.time.InstantSource;
import org.countersign.server.kernel.CountersignSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.javamail.JavaMailSender;

/** Chooses where mails go: the demo's mailbox, or the mail server of {@code spring.mail.*}. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationConfiguration.class);

    @Bean
    @ConditionalOnProperty(name = "countersign.mode", havingValue = "demo")
    DemoMailbox demoMailbox(InstantSource time) {
        return new DemoMailbox(time);
    }

    @Bean
    @ConditionalOnProperty(name = "countersign.mode", havingValue = "production")
    MailDelivery mailServer(ObjectProvider<JavaMailSender> senders, CountersignSettings settings) {
        JavaMailSender sender = senders.getIfAvailable();
        if (sender == null) {
            LOG.warn("no mail server is configured, so mails wait: set spring.mail.host");
            return (id, mail) -> new Attempt.Failed("no mail server is configured: set spring.mail.host");
        }
        return new SmtpMail(sender, settings);
    }
}
