/** Push requests from the question to the used approval. */
@NullMarked
package org.countersign.server.push;

import org.jspecify.annotations.NullMarked;
