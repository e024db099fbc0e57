package org.countersign.server.kernel;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The planted bug: values quoted as RFC 4180 says, and formulas left as they are. */
public final class CarelessCsv extends CsvText {
    private final Appendable out;

    private CarelessCsv(Appendable out) {
        super(out);
        this.out = out;
    }

    /** Puts it in the place of a server's own. Not annotated, or every test's server would find it. */
    public static class Planted {
        @Bean
        @Primary
        CsvTexts carelessTexts() {
            return new CsvTexts() {
                @Override
                public CsvText to(Appendable out) {
                    return new CarelessCsv(out);
                }
            };
        }
    }

    static String careless(List<? extends @Nullable Object> cells) {
        return cells.stream()
                .map(cell -> cell == null ? "" : '"' + cell.toString().replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    @Override
    public void line(List<? extends @Nullable Object> cells) throws IOException {
        out.append(careless(cells));
    }
}
