package org.countersign.server.looks;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The pages of the console that only a sent form leads to: what was made and is shown once, and what was refused. */
final class ConsoleActs {
    /**
     * One of them.
     *
     * @param name what the pictures are called
     * @param from the page with the form
     * @param fields what is typed, by field
     * @param button what sends it
     * @param shows what the page after it holds
     */
    record Act(String name, String from, Map<String, String> fields, String button, String shows) {
        /** Does it and waits for the page after it. */
        void take(ConsoleVisit visit) {
            Page page = visit.page();
            page.navigate(visit.address(from));
            fields.forEach((field, value) -> filling(page, field).accept(value));
            page.locator(button).first().click();
            page.locator(shows).first().waitFor();
        }

        private static Consumer<String> filling(Page page, String field) {
            return value -> {
                switch (value) {
                    case "[x]" -> page.locator(field).first().check();
                    case "[file]" ->
                        page.setInputFiles(
                                field, new FilePayload("batch-8.xml", "application/xml", AcmeTokens.document()));
                    case "[list]" ->
                        page.setInputFiles(
                                field,
                                new FilePayload(
                                        "users.csv",
                                        "text/csv",
                                        "userName,name\nfile.user,Zoë\n".getBytes(StandardCharsets.UTF_8)));
                    default -> page.locator(field).first().fill(value);
                }
            };
        }
    }

    private static final String WRONG = ".field-error, .alert.bad";

    private ConsoleActs() {}

    /** Returns them in an order in which each can be done. */
    static List<Act> of(AcmePeople people, AcmeDoors doors, AcmeTokens tokens, AcmeRecord record) {
        String hal = "/operators/" + people.hal.operator().id();
        return List.of(
                act("user-new-refused", "/users/new", Map.of("#userName", "ada.okafor", "#mail", "nowhere"), WRONG),
                act("user-made", "/users/new", Map.of("#userName", "zoe", "#mail", "zoe@acme.example"), ".alert.good"),
                act("group-refused", "/groups", Map.of("#name", "Sales"), WRONG),
                act(
                        "import-done",
                        "/users/import/" + record.kept,
                        Map.of(),
                        "[action$='/users/import/" + record.kept + "'] button",
                        ".alert"),
                act("import-read", "/users/import", Map.of("#file", "[list]"), ".console-title"),
                act("place-done", "/users/place?user=" + people.ada.id(), Map.of(), ".alert"),
                act("standard-app-mailed", "/users/" + people.ada.id() + "/standard-app", Map.of(), ".alert"),
                act("password-link-sent", "/users/" + people.ada.id() + "/password", Map.of(), ".alert"),
                act("scope-refused", hal + "/scope", Map.of("[name=sees][value=some]", "[x]"), WRONG),
                act("role-refused", "/operators/roles/new", Map.of("#name", "Auditor"), WRONG),
                act("key-refused", "/operators/keys/new", Map.of("#name", "Key without a right"), WRONG),
                act(
                        "key-made",
                        "/operators/keys/new",
                        Map.of("#name", "Gate", "[name=scope]", "[x]"),
                        ".console-title"),
                act("application-refused", "/applications/new", Map.of("#name", "Payroll"), WRONG),
                act(
                        "application-made",
                        "/applications/new",
                        Map.of("#name", "Intranet", "#redirects", "https://intranet.acme.example/in"),
                        ".console-title"),
                act(
                        "application-secret-made",
                        "/applications/" + doors.wiki.id() + "/secret",
                        Map.of(),
                        ".console-title"),
                act("alert-new-refused", "/alerts/new", Map.of("#kind-WEBHOOK", "[x]", "#address", "nowhere"), WRONG),
                act(
                        "alert-secret",
                        "/alerts/new",
                        Map.of("#kind-WEBHOOK", "[x]", "#address", "http://localhost:9/alerts", "[name=event]", "[x]"),
                        ".console-title"),
                act("test-mail-refused", "/communications", Map.of("#to", "nowhere"), WRONG),
                act(
                        "mail-template-preview",
                        "/communications/mails/enrollment/en",
                        Map.of(),
                        "button[value=preview]",
                        ".console-title"),
                act(
                        "token-pin-refused",
                        "/tokens/" + tokens.withPin.id() + "/pin",
                        Map.of("#pin", "1"),
                        "[action$='/pin'] button",
                        WRONG),
                act(
                        "token-pin-made",
                        "/tokens/" + tokens.withPin.id() + "/pin",
                        Map.of(),
                        "[action$='/pin/random'] button",
                        ".secret-once"),
                act(
                        "token-resynchronise-refused",
                        "/tokens/" + tokens.counting.id() + "/resynchronise",
                        Map.of("#first", "000000", "#second", "000001"),
                        ".alert, .field-error"),
                act("token-allocate-refused", "/tokens/allocate", Map.of("#count", "many"), WRONG),
                act("token-import-refused", "/tokens/import", Map.of("#file", "[list]"), WRONG),
                act(
                        "token-suspended",
                        "/tokens/" + tokens.counting.id() + "/suspend",
                        Map.of("#because", "on leave"),
                        ".alert"),
                act(
                        "bulk-done",
                        "/bulk/users?act=suspend&chosen=" + people.bruno.id(),
                        Map.of("#because", "back"),
                        ".console-title"),
                act("provision-started", "/provision/check?user=" + people.ada.id(), Map.of(), ".alert"),
                act(
                        "policy-changed",
                        "/policies/push/confirm?version=2&push.allowed=true&push.seconds=60&push.unansweredLimit=3&push.deniedLimit=3&push.numberDigits=2",
                        Map.of(),
                        ".alert"),
                act("reported-undone", "/reported/" + record.report, Map.of(), ".alert"),
                act(
                        "report-rule-refused",
                        "/reports/rules/" + record.rule,
                        Map.of("#hour", "99", "#zone", "Nowhere"),
                        WRONG),
                act("checked", "/audit/integrity", Map.of(), ".console-title"),
                act(
                        "last-administrator",
                        "/users/" + people.console.operator().user() + "/disable",
                        Map.of(),
                        ".console-title"));
    }

    private static Act act(String name, String from, Map<String, String> fields, String shows) {
        return act(name, from, fields, "main form[method=post] button[type=submit]", shows);
    }

    private static Act act(String name, String from, Map<String, String> fields, String button, String shows) {
        return new Act(name, from, fields, button, shows);
    }
}
