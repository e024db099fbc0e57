package org.countersign.server.web.portal;

import org.jspecify.annotations.Nullable;

/**
 * One sign-in as its user reads it.
 *
 * @param words key of the text that says what happened
 * @param at when, in words
 * @param exactAt when, for programs
 * @param factor key of the text that says what it was proven with, or none
 * @param reportable whether it can be said of it that it was not them
 */
public record SignInLine(
        String id,
        String words,
        String tone,
        String at,
        String exactAt,
        @Nullable String application,
        @Nullable String place,
        @Nullable String ip,
        @Nullable String program,
        @Nullable String factor,
        boolean reportable) {}
