package org.countersign.server.notification;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.countersign.server.kernel.SecretBytes;
import org.countersign.server.kernel.VirtualServerId;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The planted bugs: subjects that hold names as they are, and a channel that hands on what it is given, line by line. */
public final class CarelessMails implements BeanPostProcessor, EnvironmentAware {
    private static final JsonMapper JSON = new JsonMapper();

    private int port;

    @Override
    public void setEnvironment(Environment environment) {
        port = environment.getRequiredProperty("spring.mail.port", Integer.class);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return switch (bean) {
            case MailPayloads careful -> new AsTheyAre(careful.templates);
            case MailChannel careful -> new Raw(port);
            default -> bean;
        };
    }

    private static final class AsTheyAre extends MailPayloads {
        AsTheyAre(MailTemplates templates) {
            super(templates);
        }

        @Override
        String of(VirtualServerId virtualServer, Mail mail) {
            return mail.source()
                    .map(source -> {
                        MailLanguage language = templates.language(virtualServer);
                        String subject = templates
                                .current(virtualServer, source.kind(), language)
                                .subject();
                        for (Map.Entry<String, String> tag :
                                source.values().in(language).entrySet()) {
                            subject = subject.replace("{" + tag.getKey() + "}", tag.getValue());
                        }
                        return JSON.createObjectNode()
                                .put("to", mail.to())
                                .put("subject", subject)
                                .put("text", mail.text())
                                .toString();
                    })
                    .orElseGet(() -> super.of(virtualServer, mail));
        }
    }

    private record Raw(int port) implements OutboxChannel {
        @Override
        public Channel channel() {
            return Channel.MAIL;
        }

        @Override
        public Attempt deliver(UUID id, VirtualServerId virtualServer, SecretBytes payload) {
            JsonNode mail = JSON.readTree(new String(payload.exposed(), StandardCharsets.UTF_8));
            String to = mail.required("to").asString();
            String message = "From: a@example.com\r\nTo: " + to + "\r\nSubject: "
                    + mail.required("subject").asString() + "\r\n\r\n"
                    + mail.required("text").asString().replace("\r\n", "\n").replace("\n", "\r\n") + "\r\n.";
            try (Socket socket = new Socket("localhost", port);
                    BufferedReader in =
                            new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                    OutputStream out = socket.getOutputStream()) {
                in.readLine();
                for (String line : List.of(
                        "HELO localhost",
                        "MAIL FROM:<a@example.com>",
                        "RCPT TO:<" + to + ">",
                        "DATA",
                        message,
                        "QUIT")) {
                    out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                    in.readLine();
                }
                in.transferTo(Writer.nullWriter());
                return new Attempt.Delivered();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
