package org.countersign.server.testing;

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
        Policies policies = server.part(Policies.class);
        ObjectNode rules = (ObjectNode) JSON.readTree(JSON.writeValueAsString(policies.current(virtualServer.id())));
        ((ObjectNode) rules.path("enrollment")).put("standardApps", true);
        policies.change(virtualServer.id(), JSON.treeToValue(rules, PolicySettings.class), new Actor.Server());
    }
}
