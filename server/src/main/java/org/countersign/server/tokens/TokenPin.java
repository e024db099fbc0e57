package org.countersign.server.tokens;

import org.countersign.otp.PinRule;
import org.countersign.server.policy.PinKind;

/**
 * The PIN that goes with a token, as far as the server knows it.
 *
 * @param kind which, if any
 * @param rule which PINs are taken; without meaning where there is none
 * @param tryLimit wrong token PINs in a row that lock the token, 1 to 10
 * @param tries wrong token PINs since the last right one
 */
public record TokenPin(PinKind kind, PinRule rule, int tryLimit, int tries) {}
