/**
 * Level 8. The provider's pages: virtual servers and what each may use.
 */
@NullMarked
@ApplicationModule(
        id = "web.console.provider",
        displayName = "web.console.provider",
        allowedDependencies = {"kernel", "audit", "virtualservers", "users", "tokens", "enrollment", "web.console"})
package org.countersign.server.web.console.provider;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
