package org.countersign.server.tokens;

import org.countersign.server.kernel.TokenId;
import org.countersign.server.kernel.VirtualServerId;

/** A token went out of use, or from its user: what waits for it waits in vain. */
public record TokenTaken(VirtualServerId virtualServer, TokenId token) {}
