/** Every page as people meet it: in a real browser, on a phone and at a desk, in light and dark, and by keyboard alone. */
@org.jspecify.annotations.NullMarked
package org.countersign.server.looks;
