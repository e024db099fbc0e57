/** What the server's tests share: one running server per test JVM, a clock they set, and people to sign in. */
@NullMarked
package org.countersign.server.testing;

import org.jspecify.annotations.NullMarked;
