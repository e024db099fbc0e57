package org.countersign.server.audit;

import java.util.List;

/**
 * An update of the caller's own tables that is sent together with the record of it.
 *
 * @param sql one statement with question marks
 * @param parameters what to put in their places
 */
public record SqlUpdate(String sql, List<Object> parameters) {}
