/**
 * Level 9. What a first start shows: a demo virtual server, its people, the mailbox page, Acme Wiki. Off unless the mode is
 * demo: every part of it carries {@link org.countersign.server.demo.OnlyInDemo}.
 */
@NullMarked
@ApplicationModule(
        id = "demo",
        displayName = "demo",
        allowedDependencies = {
            "kernel",
            "audit",
            "virtualservers",
            "users",
            "policy",
            "tokens",
            "enrollment",
            "notification",
            "protocol.oidc",
            "protocol.rest",
            "web.shell"
        })
package org.countersign.server.demo;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
