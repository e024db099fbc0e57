/**
 * Acme Wiki, the demo's protected resource: a real OpenID Connect relying party (OpenID Connect Core 1.0, RFC 7636) on an
 * origin of its own. It shares nothing with the server but HTTP.
 */
@NullMarked
package org.countersign.acmewiki;

import org.jspecify.annotations.NullMarked;
