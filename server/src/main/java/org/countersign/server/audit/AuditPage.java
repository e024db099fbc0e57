package org.countersign.server.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the record.
 *
 * @param found what fits, newest first
 * @param lookedBackTo how far back was looked, where that is not the end: what is older may fit, too
 */
public record AuditPage(List<ChainedEntry> found, AuditQuery.@Nullable Position lookedBackTo) {
    public AuditPage {
        found = List.copyOf(found);
    }
}
