package org.countersign.server.reports;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/** A report to print: A4 across, the font embedded as far as it is used. It keeps all pages in memory, so it ends early. */
final class ReportPdf implements ReportFile {
    /** Rows that a PDF has at most; whoever needs more takes another format. */
    static final int MOST_ROWS = 5_000;

    private static final PDRectangle ACROSS =
            new PDRectangle(/* width= */ PDRectangle.A4.getHeight(), /* height= */ PDRectangle.A4.getWidth());
    private static final float MARGIN = 36;
    private static final float SIZE = 7.5f;
    private static final float LEADING = 11;
    private static final float GAP = 6;

    /** So many rows are looked at to see how wide a column has to be. */
    private static final int MEASURED = 200;

    private final List<ReportColumn> columns;
    private final ReportWords words;
    private final String title;
    private final Instant madeAt;
    private final OutputStream out;
    private final List<List<String>> rows = new ArrayList<>();
    private boolean more;

    ReportPdf(ReportWords words, ReportOrder order, String title, Instant madeAt, OutputStream out) {
        this.columns = order.shown();
        this.words = words;
        this.title = title;
        this.madeAt = madeAt;
        this.out = out;
    }

    @Override
    public void add(List<@Nullable String> row) {
        if (rows.size() == MOST_ROWS) {
            more = true;
            return;
        }
        List<String> cells = new ArrayList<>(row.size());
        for (int i = 0; i < row.size(); i++) {
            cells.add(words.value(columns.get(i), row.get(i)));
        }
        rows.add(cells);
    }

    @Override
    public void close() throws IOException {
        try (PDDocument document = new PDDocument()) {
            document.getDocumentInformation().setTitle(title);
            document.getDocumentInformation().setCreator("Countersign");
            Calendar made = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
            made.setTimeInMillis(madeAt.toEpochMilli());
            document.getDocumentInformation().setCreationDate(made);
            PDType0Font font = font(document);
            Pages pages = new Pages(document, font, words.headings(columns), widths(font));
            for (List<String> row : rows) {
                pages.row(row);
            }
            pages.close();
            document.save(out);
            out.flush();
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private static PDType0Font font(PDDocument document) throws IOException {
        try (InputStream file = Objects.requireNonNull(
                ReportPdf.class.getResourceAsStream("/fonts/DejaVuSans.ttf"), "the font is missing")) {
            return PDType0Font.load(document, file, true);
        }
    }

    /** Each column gets what its values need; when that is too much, the widest give. */
    private float[] widths(PDType0Font font) throws IOException {
        float[] widths = new float[columns.size()];
        List<List<String>> measured = new ArrayList<>();
        measured.add(words.headings(columns));
        measured.addAll(rows.subList(0, Math.min(MEASURED, rows.size())));
        for (List<String> row : measured) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], width(font, printable(font, row.get(i))));
            }
        }
        float room = ACROSS.getWidth() - 2 * MARGIN - GAP * (widths.length - 1);
        float widest = room;
        while (sum(widths, widest) > room) {
            widest -= 1;
        }
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.min(widths[i], widest);
        }
        return widths;
    }

    private static float sum(float[] widths, float widest) {
        float sum = 0;
        for (float width : widths) {
            sum += Math.min(width, widest);
        }
        return sum;
    }

    private static float width(PDType0Font font, String text) throws IOException {
        return font.getStringWidth(text) / 1000 * SIZE;
    }

    /** A character that the font does not have becomes a box, as a reader would expect. */
    private static String printable(PDType0Font font, String text) {
        StringBuilder shown = new StringBuilder(text.length());
        text.codePoints().limit(300).forEach(c -> {
            boolean known = !Character.isISOControl(c) && isKnown(font, c);
            shown.appendCodePoint(known ? c : 0x25A1);
        });
        return shown.toString();
    }

    private static boolean isKnown(PDType0Font font, int c) {
        try {
            return font.encode(Character.toString(c)).length > 0;
        } catch (IOException | IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Lays rows out on as many pages as they need. */
    private final class Pages {
        private final PDDocument document;
        private final PDType0Font font;
        private final List<String> headings;
        private final float[] widths;
        private @Nullable PDPageContentStream content;
        private float y;
        private int number;

        Pages(PDDocument document, PDType0Font font, List<String> headings, float[] widths) throws IOException {
            this.document = document;
            this.font = font;
            this.headings = headings;
            this.widths = Arrays.copyOf(widths, widths.length);
            begin();
        }

        void row(List<String> cells) throws IOException {
            if (y < MARGIN + 2 * LEADING) {
                end();
                begin();
            }
            line(cells, 0.1f);
        }

        void close() throws IOException {
            if (more) {
                text(MARGIN, y, "The first " + MOST_ROWS + " rows; take CSV or JSON for all of them.", 0.1f);
            }
            end();
        }

        private void begin() throws IOException {
            PDPage page = new PDPage(ACROSS);
            document.addPage(page);
            content = new PDPageContentStream(document, page);
            number++;
            y = ACROSS.getHeight() - MARGIN;
            text(MARGIN, y, printable(font, title), 0.1f);
            y -= LEADING * 1.5f;
            line(headings, 0.4f);
        }

        private void end() throws IOException {
            text(
                    MARGIN,
                    MARGIN - LEADING,
                    madeAt.toString().substring(0, 16).replace('T', ' ') + " UTC · " + number,
                    0.4f);
            stream().close();
        }

        private void line(List<String> cells, float grey) throws IOException {
            float x = MARGIN;
            for (int i = 0; i < widths.length; i++) {
                text(x, y, fitted(printable(font, cells.get(i)), widths[i]), grey);
                x += widths[i] + GAP;
            }
            y -= LEADING;
        }

        private String fitted(String text, float room) throws IOException {
            if (width(font, text) <= room + 0.01f) {
                return text;
            }
            int end = text.length();
            while (end > 0 && width(font, text.substring(0, end) + "…") > room) {
                end = text.offsetByCodePoints(end, -1);
            }
            return text.substring(0, end) + "…";
        }

        private void text(float x, float at, String text, float grey) throws IOException {
            PDPageContentStream page = stream();
            page.beginText();
            page.setFont(font, SIZE);
            page.setNonStrokingColor(grey, grey, grey);
            page.newLineAtOffset(x, at);
            page.showText(text);
            page.endText();
        }

        private PDPageContentStream stream() {
            return Objects.requireNonNull(content);
        }
    }
}
