/** The self-enrollment page. */
@NullMarked
package org.countersign.server.web.enroll;

import org.jspecify.annotations.NullMarked;
