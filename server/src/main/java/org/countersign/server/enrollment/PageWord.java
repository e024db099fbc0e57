package org.countersign.server.enrollment;

/**
 * What somebody says on the page of the number that it shows.
 *
 * @param code the number, six digits, as the page showed it
 * @param same whether their app shows it too
 */
public record PageWord(String code, boolean same) {}
