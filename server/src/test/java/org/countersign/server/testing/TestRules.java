package org.countersign.server.testing;

import java.util.function.BiConsumer;
import org.countersign.server.audit.Actor;
import org.countersign.server.policy.Policies;
import org.countersign.server.policy.PolicySettings;
import org.countersign.server.virtualservers.VirtualServer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Changes one rule of a virtual server as the REST API would, whatever other rules there are. */
public final class TestRules {
    private static final JsonMapper JSON = new JsonMapper();

    private TestRules() {}

    /** Lets users have tokens for standard authenticator apps. */
    public static void allowStandardApps(RunningServer server, VirtualServer virtualServer) {
        turn(server, virtualServer, "/enrollment/standardApps", true);
    }

    /** Turns one rule on or off, by its place in the settings, for example {@code /push/targets/ios}. */
    public static void turn(RunningServer server, VirtualServer virtualServer, String place, boolean on) {
        change(server, virtualServer, place, (rules, name) -> rules.put(name, on));
    }

    /** Sets a rule that is a number, by its place in the settings, for example {@code /tokens/length}. */
    public static void set(RunningServer server, VirtualServer virtualServer, String place, int number) {
        change(server, virtualServer, place, (rules, name) -> rules.put(name, number));
    }

    private static void change(
            RunningServer server, VirtualServer virtualServer, String place, BiConsumer<ObjectNode, String> rule) {
        Policies policies = server.part(Policies.class);
        ObjectNode rules = (ObjectNode) JSON.readTree(JSON.writeValueAsString(policies.current(virtualServer.id())));
        int name = place.lastIndexOf('/');
        if (rules.at(place).isMissingNode()) {
            throw new IllegalArgumentException("there is no rule at " + place);
        }
        rule.accept((ObjectNode) rules.at(place.substring(0, name)), place.substring(name + 1));
        policies.change(virtualServer.id(), JSON.treeToValue(rules, PolicySettings.class), new Actor.Server());
    }
}
