/**
 * Checks an export of the record without any server: {@code verify-audit}. It computes everything anew from
 * docs/formats/audit-chain.md and audit-export.md and shares no code with the server that wrote the file.
 */
@NullMarked
package org.countersign.cli.audit;

import org.jspecify.annotations.NullMarked;
