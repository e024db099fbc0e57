@NullMarked
package org.countersign.server.protocol.oidc;

import org.jspecify.annotations.NullMarked;
