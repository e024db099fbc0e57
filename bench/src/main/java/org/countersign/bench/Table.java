package org.countersign.bench;

import java.io.PrintStream;

/** What was measured, as a Markdown table that is printed row by row. */
final class Table {
    private final PrintStream out;

    Table(PrintStream out) {
        this.out = out;
        line("| what | figure |");
        line("|---|---|");
    }

    void row(String what, String figure) {
        line("| " + what + " | " + figure + " |");
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }
}
