/**
 * Level 7. What all pages share: the view resolver for jte templates, the layout, assets, headers, error pages, and the
 * security of everything that no other module claims. Owns no table and knows no feature.
 */
@NullMarked
@ApplicationModule(
        id = "web.shell",
        displayName = "web.shell",
        allowedDependencies = {"kernel"})
package org.countersign.server.web.shell;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
