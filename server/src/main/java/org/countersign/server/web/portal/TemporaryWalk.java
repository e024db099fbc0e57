package org.countersign.server.web.portal;

import java.io.Serializable;
import java.util.UUID;

/**
 * Somebody on the way to a temporary passcode.
 *
 * @param code the code by mail that they were sent
 */
record TemporaryWalk(UUID code) implements Serializable {}
