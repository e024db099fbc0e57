package org.countersign.server.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * A signed statement about how far the chain had come. Whoever keeps it elsewhere can prove later that nothing before it
 * was changed.
 *
 * @param number 1 for a virtual server's first one, without gaps
 * @param at after every event that it covers, as far as the clocks of all nodes agree
 * @param statement the statement in JWS compact form; docs/formats/audit-export.md
 */
public record Checkpoint(UUID id, long number, Instant at, ChainEnds ends, String statement) {}
