package org.countersign.server.isolation;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.countersign.otp.PskcTransportKey;
import org.countersign.server.alerts.AlertEvent;
import org.countersign.server.alerts.Alerts;
import org.countersign.server.audit.Actor;
import org.countersign.server.bulk.BulkAct;
import org.countersign.server.bulk.BulkItem;
import org.countersign.server.bulk.BulkJobs;
import org.countersign.server.notification.MailKind;
import org.countersign.server.notification.MailLanguage;
import org.countersign.server.notification.MailTemplate;
import org.countersign.server.notification.MailTemplates;
import org.countersign.server.policy.Policies;
import org.countersign.server.protocol.oidc.OidcClients;
import org.countersign.server.protocol.rest.ApiClients;
import org.countersign.server.protocol.rest.ApiScope;
import org.countersign.server.reports.ReportKind;
import org.countersign.server.reports.ReportOrder;
import org.countersign.server.reports.ReportRules;
import org.countersign.server.reports.ReportRuns;
import org.countersign.server.reports.Schedule;
import org.countersign.server.testing.RunningServer;
import org.countersign.server.tokens.TokenImport;
import org.countersign.server.users.Acting;
import org.countersign.server.users.Containers;
import org.countersign.server.users.Groups;
import org.countersign.server.users.PasswordLinks;
import org.countersign.server.users.Permissions;
import org.countersign.server.users.Roles;
import org.countersign.server.users.UserAccount;
import org.countersign.server.users.UserImport;
import org.countersign.server.virtualservers.Application;
import org.countersign.server.virtualservers.VirtualServer;
import org.countersign.server.virtualservers.VirtualServers;

/** What the operators of a neighbour have made: something of every kind that has an identifier. */
final class NeighboursHousehold {
    private static final Actor ACTOR = new Actor.Server();

    private final RunningServer server;
    private final VirtualServer virtualServer;
    private final String mark;

    NeighboursHousehold(RunningServer server, VirtualServer virtualServer, String mark) {
        this.server = server;
        this.virtualServer = virtualServer;
        this.mark = mark;
    }

    void fill(UserAccount user) {
        people(user);
        doors();
        tokens(user);
        reports();
        news();
    }

    private void people(UserAccount user) {
        server.part(Containers.class).create(virtualServer.id(), mark + " house", ACTOR);
        server.part(Groups.class)
                .create(virtualServer.id(), mark + " herd", ACTOR)
                .ifPresent(group ->
                        server.part(Groups.class).add(virtualServer.id(), group.id(), List.of(user.id()), ACTOR));
        server.part(UserImport.class)
                .keep(virtualServer.id(), ("userName\n" + mark + "-ina\n").getBytes(StandardCharsets.UTF_8), false);
        server.part(PasswordLinks.class).send(virtualServer.id(), user.id(), ACTOR);
        server.part(Roles.class).add(virtualServer.id(), mark + " keeper", "Feeds.", Permissions.NONE, Acting.server());
    }

    private void doors() {
        Application application =
                server.part(VirtualServers.class).createApplication(virtualServer.id(), mark + " VPN", ACTOR);
        server.part(ApiClients.class).create(application, mark, Set.of(ApiScope.MANAGE), ACTOR);
        Application wiki =
                server.part(VirtualServers.class).createApplication(virtualServer.id(), mark + " Wiki", ACTOR);
        server.part(OidcClients.class)
                .register(wiki, List.of(URI.create("http://localhost/" + mark)), List.of(), ACTOR);
    }

    private void tokens(UserAccount user) {
        String document = """
                <KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"><KeyPackage>
                <DeviceInfo><Manufacturer>Zebra Inc.</Manufacturer><SerialNo>ZB-1</SerialNo></DeviceInfo>
                <Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
                <AlgorithmParameters><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
                <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>
                <Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage></KeyContainer>
                """;
        server.part(TokenImport.class)
                .stage(
                        virtualServer.id(),
                        mark + ".xml",
                        document.getBytes(StandardCharsets.UTF_8),
                        PskcTransportKey.none(),
                        ACTOR);
        server.part(BulkJobs.class)
                .start(
                        virtualServer.id(),
                        BulkAct.REMIND,
                        null,
                        List.of(BulkItem.Subject.of(user.id(), user.userName())),
                        ACTOR);
    }

    private void reports() {
        ReportOrder order = ReportOrder.read(ReportKind.USERS_WITH_TOKENS, List.of(), Map.of(), null)
                .order();
        server.part(ReportRuns.class).keep(virtualServer.id(), order, ACTOR);
        Schedule weekly = new Schedule(Schedule.Every.WEEK, DayOfWeek.MONDAY, 1, 6, ZoneOffset.UTC);
        server.part(ReportRules.class)
                .add(virtualServer.id(), new ReportRules.Wanted(mark + " weekly", order, weekly, 30, List.of()), ACTOR);
    }

    private void news() {
        server.part(Alerts.class)
                .addAddress(virtualServer.id(), mark + "@example.com", Set.of(AlertEvent.TOKEN_LOCKED), ACTOR);
        server.part(MailTemplates.class)
                .change(
                        virtualServer.id(),
                        MailKind.ENROLLMENT,
                        MailLanguage.EN,
                        new MailTemplate(mark, "{page}"),
                        ACTOR);
        Policies policies = server.part(Policies.class);
        policies.change(virtualServer.id(), policies.current(virtualServer.id()), ACTOR);
    }
}
