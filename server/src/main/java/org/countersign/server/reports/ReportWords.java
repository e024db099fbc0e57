package org.countersign.server.reports;

import java.util.List;
import org.countersign.server.web.shell.Texts;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts reports into words for people; programs get the names that are stored. */
@Component
public final class ReportWords {
    private final Texts texts;

    ReportWords(Texts texts) {
        this.texts = texts;
    }

    /** Returns a report's name. */
    public String title(ReportKind kind) {
        return texts.say("reports.kind." + kind);
    }

    /** Returns what a column is called; moments say that they are in UTC. */
    public String heading(ReportColumn column) {
        String heading = texts.say("reports.column." + column.id());
        return column.words() == ReportColumn.Words.MOMENT ? texts.say("reports.utc", heading) : heading;
    }

    /** Returns the headings of some columns. */
    public List<String> headings(List<ReportColumn> columns) {
        return columns.stream().map(this::heading).toList();
    }

    /** Returns a value as people read it; what is unknown here stays as it is. */
    public String value(ReportColumn column, @Nullable String value) {
        if (value == null) {
            return "";
        }
        return switch (column.words()) {
            case PLAIN -> value;
            case MOMENT ->
                value.substring(0, Math.min(19, value.length()))
                        .replace('T', ' ')
                        .replace("Z", "");
            case USER_STATE, TOKEN_STATE, MODE, PIN, PUSH, DEVICE, OUTCOME, FACTOR, PROGRESS -> {
                String key = "reports.value." + column.words() + "." + value;
                yield texts.has(key) ? texts.say(key) : value;
            }
        };
    }
}
