package org.countersign.server.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.server.audit.Audit;
import org.countersign.server.audit.AuditType;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplate;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.virtualservers.VirtualServer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("S16: the REST API, about mails,")
class MailEndpointsTest {
    private static final String TEMPLATES = "/api/v1/mail-templates";
    private static final String ALERT = TEMPLATES + "/alert/de";
    private static final String SETTINGS = "/api/v1/mail-settings";
    private static final MailTemplate OWN = new MailTemplate("Achtung: {event}", "{event}: {times}\n{console} äöü <b>");
    private static final Map<String, String> WORDS = Map.of("subject", OWN.subject(), "text", OWN.text());

    private final RunningServer server = RunningServer.get();
    private final VirtualServer acme = server.newVirtualServer();
    private final TestApi api = TestApi.of(server, acme);
    private final MailTemplates templates = server.part(MailTemplates.class);

    private MailTemplate words(VirtualServer virtualServer) {
        return templates.current(virtualServer.id(), MailKind.ALERT, MailLanguage.DE);
    }

    @Test
    void listsMailsWithTheirTagsAndReadsTheirWords() throws Exception {
        JsonNode kinds = api.get(200, TEMPLATES);
        assertThat(kinds).hasSize(MailKind.values().length);
        JsonNode alert = kinds.valueStream()
                .filter(kind -> kind.path("mail").asString().equals("alert"))
                .findFirst()
                .orElseThrow();
        assertThat(alert.path("tags").toString()).contains("event", "advice");
        assertThat(alert.path("mandatoryTags").toString()).isEqualTo("[\"event\",\"times\",\"console\"]");
        assertThat(alert.path("own")).isEmpty();
        for (JsonNode kind : kinds) {
            for (String language : List.of("en", "de")) {
                JsonNode usual =
                        api.get(200, TEMPLATES + "/" + kind.path("mail").asString() + "/" + language);
                assertThat(usual.path("subject").asString()).isNotEmpty();
                assertThat(usual.path("own").asBoolean()).isFalse();
            }
        }
    }

    @Test
    void previewsReplacesAndGivesTheUsualWordsBack() throws Exception {
        MailTemplate usual = words(acme);
        JsonNode sample = api.post(200, ALERT + "/preview", WORDS);
        assertThat(sample.path("subject").asString()).isEqualTo("Achtung: Token gesperrt");
        assertThat(sample.path("text").asString())
                .isEqualTo("Token gesperrt: 1\nhttps://login.example.com/console/acme äöü <b>");
        assertThat(words(acme)).as("after a look").isEqualTo(usual);

        JsonNode changed = api.put(200, ALERT, WORDS);
        assertThat(changed.path("own").asBoolean()).isTrue();
        assertThat(changed.path("text").asString()).isEqualTo(OWN.text());
        assertThat(api.get(200, ALERT)).isEqualTo(changed);
        assertThat(words(acme)).isEqualTo(OWN);
        assertThat(api.get(200, TEMPLATES + "/alert/en").path("own").asBoolean())
                .isFalse();
        assertThat(api.get(200, TEMPLATES).toString()).contains("\"own\":[\"de\"]");

        api.delete(204, ALERT);
        api.delete(204, ALERT);
        assertThat(words(acme)).isEqualTo(usual);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.MAIL_TEMPLATE_CHANGED), null, 5))
                .extracting(entry -> entry.details().get("what"))
                .containsExactly("reset", "changed");
    }

    @Test
    void refusesWordsThatAreWrongAndChangesNothing() throws Exception {
        MailTemplate usual = words(acme);
        String right = "{event} {times} {console}";
        Map<Map<String, String>, String> wrong = Map.of(
                Map.of("subject", "Oh", "text", right + " {nonsense}"), "no tag {nonsense}",
                Map.of("subject", "Oh", "text", "{event} {console}"), "lacks the tag {times}",
                Map.of("subject", "a\r\nBcc: b@example.com", "text", right), "'subject'",
                Map.of("subject", "a\u0000b", "text", right), "'subject'",
                Map.of("subject", "x".repeat(151), "text", right), "'subject'",
                Map.of("text", right), "'subject'",
                Map.of("subject", "Oh"), "'text'",
                Map.of("subject", "Oh", "text", right + "x".repeat(15_000)), "'text'",
                Map.of("subject", "Oh", "text", right + "{console}".repeat(1_600)), "'text'");
        for (Map.Entry<Map<String, String>, String> each : wrong.entrySet()) {
            TestApi.isRefused(api.put(422, ALERT, each.getKey()), "template_invalid", each.getValue());
            TestApi.isRefused(api.post(422, ALERT + "/preview", each.getKey()), "template_invalid", each.getValue());
        }
        TestApi.isRefused(api.put(400, ALERT, Map.of("html", "<b>")), "request_malformed");
        assertThat(words(acme)).isEqualTo(usual);
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.MAIL_TEMPLATE_CHANGED), null, 5))
                .isEmpty();
    }

    /** What no database takes does not become an error of the server. */
    @Test
    void replacesWhatIsNoCharacter() throws Exception {
        String right = "{event} {times} {console}";
        api.call(200, "PUT", ALERT, "{\"subject\": \"Oh\", \"text\": \"" + right + " \\u0000.\"}");
        assertThat(words(acme).text()).isEqualTo(right + " \uFFFD.");
        api.call(200, "PUT", ALERT, "{\"subject\": \"Oh\", \"text\": \"" + right + " \\ud800.\"}");
        assertThat(words(acme).text()).startsWith(right);
    }

    @Test
    void knowsNoOtherMailsAndLanguages() throws Exception {
        for (String path : List.of("/nothing/en", "/alert/xx", "/ALERT/en", "/alert/EN")) {
            TestApi.isRefused(api.get(404, TEMPLATES + path), "not_found");
            TestApi.isRefused(api.put(404, TEMPLATES + path, WORDS), "not_found");
            TestApi.isRefused(api.delete(404, TEMPLATES + path), "not_found");
            TestApi.isRefused(api.post(404, TEMPLATES + path + "/preview", WORDS), "not_found");
        }
    }

    @Test
    void showsTheMailServerAndChoosesTheLanguage() throws Exception {
        JsonNode settings = api.get(200, SETTINGS);
        assertThat(settings.path("language").asString()).isEqualTo("en");
        assertThat(settings.path("server").path("host").asString()).isEqualTo("localhost");
        assertThat(settings.toString()).doesNotContain("password");
        assertThat(api.put(200, SETTINGS, Map.of("language", "de"))
                        .path("language")
                        .asString())
                .isEqualTo("de");
        TestApi.isRefused(api.put(422, SETTINGS, Map.of("language", "xx")), "language_unknown", "en, de");
        TestApi.isRefused(api.put(400, SETTINGS, Map.of()), "request_malformed", "'language'");
        assertThat(templates.language(acme.id())).isEqualTo(MailLanguage.DE);
    }

    @Test
    void sendsATestMailAndSaysWhatCameOfIt() throws Exception {
        String to = "ada-" + acme.slug() + "@example.com";
        assertThat(api.post(200, SETTINGS + "/test", Map.of("to", to))
                        .path("outcome")
                        .asString())
                .isEqualTo("SENT");
        assertThat(server.mailServer().text(to, "Test mail of " + acme.name())).contains("the API key tool");
        for (String wrong : List.of("nobody", to + "\r\nBcc: b@example.com", to + ",b@example.com")) {
            TestApi.isRefused(api.post(422, SETTINGS + "/test", Map.of("to", wrong)), "address_invalid", "'to'");
        }
        TestApi.isRefused(api.post(400, SETTINGS + "/test", Map.of()), "request_malformed", "'to'");
        assertThat(server.part(Audit.class).recent(acme.id(), Set.of(AuditType.TEST_MAIL_SENT), null, 5))
                .singleElement()
                .satisfies(entry -> assertThat(entry.actor()).startsWith("api:"));
        server.mailServer().stop();
        try {
            assertThat(api.post(200, SETTINGS + "/test", Map.of("to", to))
                            .path("outcome")
                            .asString())
                    .isEqualTo("NOT_REACHED");
        } finally {
            server.mailServer().start();
        }
    }

    @Test
    void asksForTheConsolesPermissions() throws Exception {
        MailTemplate usual = words(acme);
        TestApi reader = TestApi.with(server, acme, "COMMUNICATIONS.VIEW");
        for (String path : List.of(TEMPLATES, ALERT, SETTINGS)) {
            reader.get(200, path);
            TestApi.lacks(TestApi.with(server, acme, "REPORTS.VIEW").get(403, path), "COMMUNICATIONS.VIEW");
            TestApi.isRefused(TestApi.agent(server, acme).get(403, path), "scope_missing");
        }
        String missing = "COMMUNICATIONS.CHANGE";
        TestApi.lacks(reader.put(403, ALERT, WORDS), missing);
        TestApi.lacks(reader.delete(403, ALERT), missing);
        TestApi.lacks(reader.post(403, ALERT + "/preview", WORDS), missing);
        TestApi.lacks(reader.put(403, SETTINGS, Map.of("language", "de")), missing);
        TestApi.lacks(reader.post(403, SETTINGS + "/test", Map.of("to", "ada@example.com")), missing);
        assertThat(words(acme)).isEqualTo(usual);
        assertThat(templates.language(acme.id())).isEqualTo(MailLanguage.EN);
    }

    @Test
    void changesNoMailsOfAnotherVirtualServer() throws Exception {
        api.put(200, ALERT, WORDS);
        VirtualServer other = server.newVirtualServer();
        TestApi theirs = TestApi.of(server, other);
        assertThat(theirs.get(200, ALERT).path("own").asBoolean()).isFalse();
        theirs.delete(204, ALERT);
        theirs.put(200, SETTINGS, Map.of("language", "de"));
        assertThat(templates.isOwn(acme.id(), MailKind.ALERT, MailLanguage.DE)).isTrue();
        assertThat(templates.language(acme.id())).isEqualTo(MailLanguage.EN);
    }
}
