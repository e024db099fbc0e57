/**
 * Level 8. The self-enrollment page: the link in the mail leads here. Owns no table; a request of this page changes nothing.
 */
@NullMarked
@ApplicationModule(
        id = "web.enroll",
        displayName = "web.enroll",
        allowedDependencies = {"kernel", "virtualservers", "policy", "enrollment", "web.shell"})
package org.countersign.server.web.enroll;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
