package org.countersign.bench;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.countersign.testkit.ServerProcess;

/** The lists and searches of the console among a million users, as an operator's browser asks for them. */
final class ConsoleLoad {
    /** Requests of each page that are measured, and before them those that are not. */
    private static final int MEASURED = 40;

    private static final int BEFORE = 8;
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\"\\s+value=\"([^\"]+)\"");
    private static final Pattern PASSWORD = Pattern.compile("/console/acme\\b.*?password\\s+(\\S+)", Pattern.DOTALL);

    private final BenchDatabase database;
    private final ServerProcess server;
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    ConsoleLoad(BenchDatabase database, ServerProcess server) {
        this.database = database;
        this.server = server;
    }

    /** Signs in, asks for every page, and writes a row for each. */
    void run(Table table) throws IOException, InterruptedException, SQLException {
        signIn();
        for (Map.Entry<String, IntFunction<String>> page : pages().entrySet()) {
            table.row("console: " + page.getKey(), figure(page.getValue()));
        }
        limit();
        signIn();
        for (Map.Entry<String, IntFunction<String>> page : limitedPages().entrySet()) {
            table.row("console, one container of 20: " + page.getKey(), figure(page.getValue()));
        }
    }

    /** Lets the operator see the people of one container only; whoever may do everything sees everybody, so they get another role. */
    private void limit() throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    insert into operator_role (id, virtual_server_id, name, description, kind, permissions, created_at)
                    select gen_random_uuid(), virtual_server_id, 'Site', '', 'OWN',
                           array ['SNAPSHOT.VIEW', 'USERS.VIEW', 'TOKENS.VIEW', 'AUDIT.VIEW', 'GROUPS.VIEW',
                                  'REPORTS.VIEW'], now()
                    from container where name = 'Site 3'""");
            statement.execute("""
                    update operator set limited = true, role_id = operator_role.id
                    from operator_role where operator_role.name = 'Site'
                      and operator.virtual_server_id = operator_role.virtual_server_id""");
            statement.execute("""
                    insert into operator_container (virtual_server_id, operator_id, container_id)
                    select container.virtual_server_id, operator.id, container.id
                    from container join operator on operator.virtual_server_id = container.virtual_server_id
                    where container.name = 'Site 3'""");
        }
    }

    private static Map<String, IntFunction<String>> limitedPages() {
        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        pages.put("snapshot", n -> "");
        pages.put("users, first page", n -> "/users");
        pages.put("users, a page further on", n -> "/users?after=user" + number(n));
        pages.put("users by given name", n -> "/users?q=" + (n % 2 == 0 ? "Maria" : "Ada"));
        pages.put("users by family name", n -> "/users?q=" + family(n));
        pages.put("users by a word that fits all", n -> "/users?q=acme.example");
        pages.put("users by a word that fits nobody", n -> "/users?q=zzz" + n);
        pages.put("users, the locked ones", n -> "/users?state=locked");
        pages.put("tokens, first page", n -> "/tokens");
        pages.put("tokens, a page further on", n -> "/tokens?after=A" + number(n));
        pages.put("tokens, the lost ones", n -> "/tokens?state=lost");
        pages.put("tokens, hardware", n -> "/tokens?kind=hardware");
        pages.put("tokens by a family name", n -> "/tokens?user=" + family(n));
        pages.put("sign-ins", n -> "/sign-ins");
        pages.put("record, first page", n -> "/audit");
        reports(pages);
        return pages;
    }

    /** A page that fails says so in its row: the others are measured nevertheless. */
    private String figure(IntFunction<String> page) throws InterruptedException {
        try {
            for (int i = 0; i < BEFORE; i++) {
                open(page.apply(MEASURED + i));
            }
            Latencies latencies = new Latencies();
            for (int i = 0; i < MEASURED; i++) {
                String path = page.apply(i);
                long started = System.nanoTime();
                open(path);
                latencies.add(System.nanoTime() - started);
            }
            return "p50 " + latencies.percentile(50) + ", p95 " + latencies.percentile(95) + ", worst "
                    + latencies.percentile(100);
        } catch (IOException failed) {
            return String.valueOf(failed.getMessage());
        }
    }

    private Map<String, IntFunction<String>> pages() throws SQLException {
        Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
        pages.put("snapshot", n -> "");
        users(pages);
        tokens(pages);
        pages.put("sign-ins", n -> "/sign-ins");
        pages.put("sign-ins of a user", n -> "/sign-ins?user=user" + number(n));
        pages.put("sign-ins, the reported ones", n -> "/sign-ins?kind=alarms");
        record(pages);
        pages.put("reported pushes", n -> "/reported");
        pages.put("users to provision, searched", n -> "/provision?q=Maria+" + family(n));
        pages.put("provisioning tasks", n -> "/provision/tasks");
        pages.put("a task of 1,000 users", n -> "/provision/tasks/" + (n + 1));
        pages.put("groups", n -> "/groups");
        pages.put("containers", n -> "/containers");
        reports(pages);
        pages.put("tokens to suspend, all", n -> "/bulk/tokens?act=suspend&all=yes");
        pages.put("tokens to suspend, all of a state", n -> "/bulk/tokens?act=suspend&all=yes&state=active");
        pages.put("users whose tokens to suspend, all", n -> "/bulk/users?act=suspend&all=yes");
        pages.put("work on many", n -> "/bulk");
        pages.put("problems: overdue enrollments", n -> "/problems/overdue");
        pages.put("problems: undelivered messages", n -> "/problems/undelivered");
        String large = id("user_group", "Team 1");
        pages.put("a group of 500,000", n -> "/groups/" + large);
        return pages;
    }

    /** The first rows of every report, and of those that a filter leaves little of. */
    private static void reports(Map<String, IntFunction<String>> pages) {
        pages.put("report: users with tokens", n -> "/reports/users-with-tokens");
        pages.put("report: users with tokens by a name", n -> "/reports/users-with-tokens?text=user" + number(n));
        pages.put(
                "report: users with tokens by a given name (25,000 fit)",
                n -> "/reports/users-with-tokens?text=" + (n % 2 == 0 ? "Maria" : "Ada"));
        pages.put("report: users with tokens by both names", n -> "/reports/users-with-tokens?text=Maria+" + family(n));
        pages.put("report: users with tokens without push", n -> "/reports/users-with-tokens?push=NOT_APPLICABLE");
        pages.put("report: users with tokens, push off", n -> "/reports/users-with-tokens?push=DISABLED");
        pages.put("report: users with lost tokens", n -> "/reports/users-with-tokens?token-state=LOST");
        pages.put("report: token inventory", n -> "/reports/token-inventory");
        pages.put("report: lost tokens", n -> "/reports/token-inventory?token-state=LOST");
        pages.put("report: tokens by serial number", n -> "/reports/token-inventory?serial=A" + number(n));
        pages.put("report: tokens on tablets", n -> "/reports/token-inventory?device-type=tablet");
        pages.put("report: tokens with challenges", n -> "/reports/token-inventory?mode=OCRA");
        pages.put("report: sign-in activity", n -> "/reports/sign-in-activity");
        pages.put("report: sign-in activity of a day", n -> "/reports/sign-in-activity?last-days=1");
        pages.put("report: sign-in activity, the reported ones", n -> "/reports/sign-in-activity?outcome=REPORTED");
        pages.put("report: sign-in activity by a name", n -> "/reports/sign-in-activity?text=user" + number(n));
        pages.put("report: sign-in activity by a family name", n -> "/reports/sign-in-activity?text=" + family(n));
        pages.put("report: reported pushes", n -> "/reports/reported-pushes");
        pages.put("report: users without a second factor", n -> "/reports/users-without-second-factor");
        pages.put("report: provisioning progress", n -> "/reports/provisioning-progress");
        pages.put("report: provisioning progress of a task", n -> "/reports/provisioning-progress?task=" + (n + 1));
        pages.put(
                "report: provisioning progress by a name", n -> "/reports/provisioning-progress?text=user" + number(n));
        pages.put(
                "report: provisioning progress, enrolled ones",
                n -> "/reports/provisioning-progress?progress=ENROLLED");
    }

    private void users(Map<String, IntFunction<String>> pages) throws SQLException {
        String container = id("container", "Site 3");
        String large = id("user_group", "Team 1");
        String small = id("user_group", "Team 2");
        pages.put("users, first page", n -> "/users");
        pages.put("users, a page further on", n -> "/users?after=user" + number(n));
        pages.put("users, the locked ones", n -> "/users?state=locked");
        pages.put("users of a container", n -> "/users?container=" + container);
        pages.put("users of a group of 500,000", n -> "/users?group=" + large);
        pages.put("users of a group of 1,200", n -> "/users?group=" + small);
        pages.put("users by user name", n -> "/users?q=user" + number(n));
        pages.put("users by the beginning of a user name", n -> "/users?q=user" + number(n) / 1000);
        pages.put("users by given name (25,000 fit)", n -> "/users?q=" + (n % 2 == 0 ? "Maria" : "Ada"));
        pages.put("users by family name (500 fit)", n -> "/users?q=" + family(n));
        pages.put("users by both names", n -> "/users?q=Maria+" + family(n));
        pages.put("users by two common words", n -> "/users?q=acme+user" + n % 10);
        pages.put("users by two common words that seldom meet", n -> "/users?q=Maria+user7" + n % 10);
        pages.put("users by mail address", n -> "/users?q=" + text("maria." + family(n) + "."));
        pages.put("users by a word that fits all", n -> "/users?q=acme.example");
        pages.put("users by a word that fits nobody", n -> "/users?q=zzz" + n);
        pages.put("locked users by a word that fits all", n -> "/users?state=locked&q=acme.example");
        pages.put("a group of 1,200 by a word that fits all", n -> "/users?q=acme.example&group=" + small);
        String person = one("select id from user_account where user_name = 'user4711'");
        pages.put("a user", n -> "/users/" + person);
    }

    private void tokens(Map<String, IntFunction<String>> pages) {
        pages.put("tokens, first page", n -> "/tokens");
        pages.put("tokens, a page further on", n -> "/tokens?after=A" + number(n));
        pages.put("tokens by serial number", n -> "/tokens?q=A" + number(n));
        pages.put("tokens by its beginning", n -> "/tokens?q=a" + number(n) / 1000);
        pages.put("tokens, the locked ones", n -> "/tokens?state=locked");
        pages.put("tokens, the lost ones", n -> "/tokens?state=lost");
        pages.put("tokens, hardware", n -> "/tokens?kind=hardware");
        pages.put("tokens, those without push requests", n -> "/tokens?push=disabled");
        pages.put("lost tokens by beginning", n -> "/tokens?state=lost&q=B" + n % 10);
        pages.put("tokens of a user", n -> "/tokens?user=user" + number(n));
        pages.put("tokens by a family name", n -> "/tokens?user=" + family(n));
        pages.put("locked tokens by a given name", n -> "/tokens?state=locked&user=Maria");
    }

    private void record(Map<String, IntFunction<String>> pages) {
        pages.put("record, first page", n -> "/audit");
        pages.put("record of a user", n -> "/audit?user=user" + number(n));
        pages.put("record of a token", n -> "/audit?token=A" + number(n));
        pages.put("record, a rare event", n -> "/audit?type=USER_CHANGED");
        pages.put("record, an event that never was", n -> "/audit?type=SEAL_BROKEN");
        pages.put("record, a day", n -> "/audit?from=2020-01-01&to=2020-01-0" + (1 + n % 9));
        pages.put("record, an operator's acts", n -> "/audit?actor=operator");
        pages.put("record, an address", n -> "/audit?ip=192.0." + n + "." + n);
        pages.put("record, addresses by beginning", n -> "/audit?ip=" + text("203.0." + n + ".*"));
        pages.put("record, text that is there", n -> "/audit?text=vpn.acme");
        pages.put("record, text that is nowhere", n -> "/audit?text=zebra" + n);
    }

    /** Somebody else each time, as what was just read is read at once again. */
    private static int number(int n) {
        return 1 + (int) (n * 479_001_599L % Population.USERS);
    }

    private static String family(int n) {
        return new String[] {"Palgagren", "Okbader", "Garnenova", "Torlihem", "Quinmokin"}[n % 5];
    }

    private void signIn() throws IOException, InterruptedException, SQLException {
        Matcher password = PASSWORD.matcher(server.output());
        if (!password.find()) {
            throw new IOException("the server names no operator's password");
        }
        open("/sign-in");
        Matcher token = FORM_TOKEN.matcher(open("/sign-in"));
        if (!token.find()) {
            throw new IOException("the sign-in page has no form token");
        }
        String form =
                "userName=operator&password=" + text(password.group(1)) + "&_csrf=" + text(token.group(1)) + "&next=";
        HttpResponse<String> answer = browser.send(
                HttpRequest.newBuilder(uri("/sign-in"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 302 && answer.statusCode() != 303) {
            throw new IOException("not signed in: " + answer.statusCode());
        }
    }

    private String open(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                browser.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " answers " + answer.statusCode());
        }
        return answer.body();
    }

    private URI uri(String path) {
        return URI.create(server.pages() + "/console/acme" + path);
    }

    private static String text(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String id(String table, String name) throws SQLException {
        return one("select id from " + table + " where name = '" + name + "'");
    }

    private String one(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
