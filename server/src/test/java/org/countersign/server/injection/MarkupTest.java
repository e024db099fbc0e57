package org.countersign.server.injection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader of pages sees what a browser would. */
class MarkupTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p><zebra></p>",
                "<p title=\"x\" zebra></p>",
                "<p title='x' &gt;zebra=1></p>",
                "<p title=zebra></p>",
                "<script>let a = 'zebra'</script>",
                "<p title=\"a>b\"><img src=x onerror=\"zebra()\"></p>",
                "<a href=\" JavaScript:zebra()\">x</a>",
                "<!-- zebra -->",
                "<title>x</title><zebra>",
                "<p title=\"a\"\"><zebra>\">"
            })
    void findsWhatIsMoreThanText(String html) {
        assertThat(Markup.faults(html, "zebra")).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>zebra &lt;zebra&gt; '\"></p>",
                "<p title=\"&#34;>&lt;zebra\">x</p>",
                "<title>zebra <zebra></title>",
                "<textarea><zebra></textarea>",
                "<a href=\"/x?q=zebra\">x</a>"
            })
    void leavesTextAlone(String html) {
        assertThat(Markup.faults(html, "zebra")).isEmpty();
    }
}
