package org.countersign.acmewiki;

import java.time.Instant;
import java.util.List;

/**
 * Somebody who is signed in.
 *
 * @param name their name
 * @param userName what they typed to sign in
 * @param methods how they signed in, as the ID token says ({@code amr}, RFC 8176)
 * @param since when they signed in at their organisation
 */
record Reader(String name, String userName, List<String> methods, Instant since) {}
