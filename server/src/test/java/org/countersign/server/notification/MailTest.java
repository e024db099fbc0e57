package org.countersign.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mail reaches its one address, whatever is written in it. */
class MailTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ada",
                "ada@",
                "@example.com",
                "ada@example.com\r\nBcc: eve@example.com",
                "ada@example.com\n",
                "ada@example.com,eve@example.com",
                "Ada <ada@example.com>",
                "ada@exam\u0000ple.com",
                "a b@example.com",
                "ada@example.com eve@example.com",
                "ada\u0001@example.com",
                "\"ada\"@example.com"
            })
    void refusesWhatIsNotOneAddress(String address) {
        assertThat(Mail.isAddress(address)).isFalse();
        assertThatThrownBy(() -> new Mail(address, "Subject", "Text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Property
    void keepsEverySubjectOnOneLine(@ForAll String subject) {
        Mail mail = new Mail("ada@example.com", "S" + subject, "Text");
        assertThat(mail.subject().codePoints())
                .noneMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)
                .hasSizeLessThanOrEqualTo(150);
    }

    @Property
    void comesBackFromTheOutboxAsItWas(@ForAll String subject, @ForAll String text) {
        Mail mail = new Mail("ada@example.com", "S" + subject, "T" + text.substring(0, Math.min(text.length(), 9_000)));
        Mail read = MailText.read(new String(
                MailText.write(mail).getBytes(java.nio.charset.StandardCharsets.UTF_8),
                java.nio.charset.StandardCharsets.UTF_8));
        assertThat(read.to()).isEqualTo(mail.to());
        assertThat(read.subject()).isEqualTo(mail.subject());
    }

    @org.junit.jupiter.api.Test
    void showsNothingOfItself() {
        assertThat(new Mail("ada@example.com", "Subject", "A1secret")).hasToString("Mail[@example.com]");
    }
}
