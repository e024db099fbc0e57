package org.countersign.server.audit;

/**
 * One row of the record with its place in the chain.
 *
 * @param hash the hash that the row carries, base64url
 */
public record ChainedEntry(AuditQuery.Place place, AuditEntry entry, String hash) {}
