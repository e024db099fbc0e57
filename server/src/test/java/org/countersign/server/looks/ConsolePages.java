package org.countersign.server.looks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.countersign.server.reports.ReportKind;

/** The pages of the console that an operator with every right opens by their address. */
final class ConsolePages {
    private static final String PUSH =
            "version=2&push.allowed=true&push.seconds=60&push.unansweredLimit=3&push.deniedLimit=3";

    private final Map<String, String> pages = new LinkedHashMap<>();

    private ConsolePages() {}

    /** Returns them by a name. */
    static Map<String, String> of(AcmePeople people, AcmeDoors doors, AcmeTokens tokens, AcmeRecord record) {
        ConsolePages all = new ConsolePages();
        all.people(people);
        all.tokens(people, tokens);
        all.provisioning(people);
        all.operators(people, doors);
        all.policies();
        all.record(record);
        all.reports(record);
        return all.pages;
    }

    private void people(AcmePeople people) {
        pages.put("snapshot", "");
        pages.put("users", "/users");
        pages.put("users-none", "/users?q=nobody");
        pages.put("user-new", "/users/new");
        pages.put("user", "/users/" + people.ada.id());
        pages.put("user-locked", "/users/" + people.mei.id());
        pages.put("user-long", "/users/" + people.tomas.id());
        for (String act :
                new String[] {"mail", "change", "password", "recovery", "disable", "delete", "standard-app"}) {
            pages.put("user-" + act, "/users/" + people.ada.id() + "/" + act);
        }
        pages.put("place", "/users/place?user=" + people.ada.id() + "&user=" + people.bruno.id());
        pages.put("groups", "/groups");
        pages.put("group", "/groups/" + people.sales.id() + "?add=bruno");
        pages.put("group-rename", "/groups/" + people.sales.id() + "/rename");
        pages.put("group-remove", "/groups/" + people.sales.id() + "/remove");
        pages.put("containers", "/containers?done=created");
        pages.put("container-rename", "/containers/" + people.north.id() + "/rename");
        pages.put("container-remove", "/containers/" + people.north.id() + "/remove");
        pages.put("import", "/users/import");
        pages.put("sign-ins", "/sign-ins");
        pages.put("overdue", "/problems/overdue");
        pages.put("undelivered", "/problems/undelivered");
    }

    private void tokens(AcmePeople people, AcmeTokens tokens) {
        pages.put("tokens", "/tokens");
        pages.put("tokens-found", "/tokens?user=ada&state=active");
        pages.put("token", "/tokens/" + tokens.adas.id());
        pages.put("token-lost", "/tokens/" + tokens.brunos.id());
        pages.put("token-pin", "/tokens/" + tokens.withPin.id() + "/pin");
        pages.put("token-resynchronise", "/tokens/" + tokens.counting.id() + "/resynchronise");
        pages.put("token-suspend", "/tokens/" + tokens.counting.id() + "/suspend");
        pages.put("token-revoke", "/tokens/" + tokens.adas.id() + "/revoke");
        pages.put("token-return", "/tokens/" + tokens.brunos.id() + "/return");
        pages.put("token-refused", "/tokens/" + tokens.brunos.id() + "/resume");
        pages.put("token-assign", "/tokens/" + tokens.free() + "/assign?q=" + people.ada.userName());
        pages.put("token-allocate", "/tokens/allocate");
        pages.put("token-import", "/tokens/import");
        pages.put(
                "token-import-check", "/tokens/import/" + tokens.staged.staged().id());
        pages.put("bulk-confirm", "/bulk/tokens?act=return&all=yes&state=active");
        pages.put("bulk-confirm-users", "/bulk/users?act=suspend&chosen=" + people.ada.id());
        pages.put("bulk-confirm-people", "/bulk/people?act=delete&all=yes&state=active");
        pages.put("bulk-jobs", "/bulk");
        pages.put("bulk-job", "/bulk/" + tokens.job);
    }

    private void provisioning(AcmePeople people) {
        pages.put("provision", "/provision?user=" + people.bruno.id());
        pages.put("provision-check", "/provision/check?user=" + people.ada.id() + "&user=" + people.bruno.id());
        pages.put("tasks", "/provision/tasks");
        pages.put("task", "/provision/tasks/1");
        pages.put("task-remind", "/provision/tasks/1/remind");
        pages.put("task-extend", "/provision/tasks/1/extend");
        pages.put("task-remove", "/provision/tasks/1/remove");
        pages.put("task-remove-user", "/provision/tasks/1/users/" + people.mei.id() + "/remove");
    }

    private void operators(AcmePeople people, AcmeDoors doors) {
        String hal = "/operators/" + people.hal.operator().id();
        String helpDesk = "/operators/roles/" + people.role("Help desk").id();
        pages.put("operators", "/operators");
        pages.put("operator-choose", "/operators/new");
        pages.put("operator-add", "/operators/add?user=" + people.kim.id());
        pages.put("operator", hal);
        pages.put("operator-scope", hal + "/scope");
        pages.put("operator-suspend", hal + "/suspend");
        pages.put("operator-remove", hal + "/remove");
        pages.put("operator-rule", "/operators/rule");
        pages.put("roles", "/operators/roles");
        pages.put("role", helpDesk);
        pages.put("role-new", "/operators/roles/new");
        pages.put(
                "role-fixed", "/operators/roles/" + people.role("Administrator").id());
        pages.put("role-remove", helpDesk + "/remove");
        pages.put("keys", "/operators/keys");
        pages.put("key-new", "/operators/keys/new");
        pages.put("key-revoke", "/operators/keys/" + doors.key + "/revoke");
        pages.put("applications", "/applications");
        pages.put("application-new", "/applications/new");
        String wiki = "/applications/" + doors.wiki.id();
        pages.put("application", wiki);
        for (String act : new String[] {"name", "addresses", "secret", "remove"}) {
            pages.put("application-" + act, wiki + "/" + act);
        }
        pages.put("application-in-use", "/applications/" + doors.payroll.id() + "/remove");
    }

    private void policies() {
        pages.put("policies", "/policies?done=changed");
        for (String group : new String[] {"tokens", "pin", "push", "locks", "enrollment", "reactions"}) {
            pages.put("policy-form-" + group, "/policies/" + group);
        }
        pages.put("policy-wrong", "/policies/tokens/confirm?version=2&tokens.mode=OCRA&tokens.length=4");
        pages.put("policy-overtaken", "/policies/push?version=0&push.numberDigits=0&push.seconds=60");
        pages.put("policy-confirm", "/policies/push/confirm?" + PUSH + "&push.numberDigits=2&push.enhanced=true");
        pages.put("policy-versions", "/policies/versions");
        pages.put("policy-restore", "/policies/versions/0/restore");
        pages.put("policy-profile", "/policies/profile");
        pages.put("self-service", "/self-service");
        pages.put("self-service-form", "/self-service/rules");
    }

    private void record(AcmeRecord record) {
        pages.put("audit", "/audit");
        pages.put("audit-wrong", "/audit?user=nobody&from=yesterday");
        pages.put("audit-event", "/audit/events/" + record.place);
        pages.put("audit-export", "/audit/export?type=tokens");
        pages.put("audit-integrity", "/audit/integrity?done=sign");
        pages.put("reported", "/reported");
        pages.put("reported-one", "/reported/" + record.report);
        pages.put("import-preview", "/users/import/" + record.kept);
        pages.put("import-problems", "/users/import/" + record.broken);
        pages.put("alerts", "/alerts");
        pages.put("alert-new", "/alerts/new");
        pages.put("alert-recipient", "/alerts/" + record.recipient);
        pages.put("communications", "/communications?outcome=ENCRYPTION");
        pages.put("mail-template", "/communications/mails/enrollment/de");
    }

    private void reports(AcmeRecord record) {
        pages.put("reports", "/reports");
        for (ReportKind kind : ReportKind.values()) {
            pages.put("report-" + kind.slug(), "/reports/" + kind.slug());
        }
        pages.put("report-wrong", "/reports/sign-in-activity?from=yesterday");
        pages.put("reports-kept", "/reports/kept");
        pages.put("report-kept", "/reports/kept/" + record.run);
        pages.put("report-kept-delete", "/reports/kept/" + record.run + "/delete");
        pages.put("report-rules", "/reports/rules?done=saved");
        pages.put("report-rule-new", "/reports/rules/new?kind=users-with-tokens");
        pages.put("report-rule", "/reports/rules/" + record.rule);
        pages.put("report-rule-remove", "/reports/rules/" + record.rule + "/remove");
    }
}
