package org.countersign.journeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** The demo's mailbox, read without opening each mail in the browser: for journeys of many people. */
final class Mailbox {
    /** The page comes first in the mail, the app at its end. */
    private static final Pattern LINK = Pattern.compile("href=\"([^\"]+/enroll#[^\"]+)\"");

    private final Page page;
    private final URI pages;

    Mailbox(Page page, URI pages) {
        this.page = page;
        this.pages = pages;
        page.navigate(pages.resolve("/demo/mailbox").toString());
    }

    /** Returns the newest mail to somebody with these words in its subject, as it stands in the page, once it has arrived. */
    String text(String address, String subject) {
        Locator mail = of(address, subject).first();
        String path = mail.getAttribute("href");
        return page.request().get(pages.resolve(path).toString()).text().replace("&amp;", "&");
    }

    /** Returns the link in the newest such mail that opens the app, once it has arrived. */
    String appLink(String address, String subject) {
        return links(address, subject).getLast();
    }

    /** Returns the link in the newest such mail that opens the self-enrollment page, once it has arrived. */
    String pageLink(String address, String subject) {
        return links(address, subject).getFirst();
    }

    private List<String> links(String address, String subject) {
        List<String> links = LINK.matcher(text(address, subject))
                .results()
                .map(link -> link.group(1))
                .toList();
        assertThat(links).as("links in the mail to %s", address).hasSizeGreaterThan(1);
        return links;
    }

    /** Returns how many mails to somebody have these words in their subject. */
    int count(String address, String subject) {
        page.navigate(pages.resolve("/demo/mailbox").toString());
        return of(address, subject).count();
    }

    private Locator of(String address, String subject) {
        return page.locator("a.mail")
                .filter(new Locator.FilterOptions().setHasText(address))
                .filter(new Locator.FilterOptions().setHasText(subject));
    }
}
