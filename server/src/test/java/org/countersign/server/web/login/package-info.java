@NullMarked
package org.countersign.server.web.login;

import org.jspecify.annotations.NullMarked;
