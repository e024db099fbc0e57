package org.countersign.device;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.countersign.device.wire.PushRequest;

/**
 * What one server said to a check.
 *
 * @param serverTime its clock
 * @param requests the open requests that proved genuine, newest first for each token
 * @param states state of each token by serial; a code such as {@code token_inactive} where it has none
 * @param dropped how many requests were not genuine
 */
public record CheckReport(Instant serverTime, List<PushRequest> requests, Map<String, String> states, int dropped) {}
