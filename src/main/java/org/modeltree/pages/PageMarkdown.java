package org.modeltree.pages;

import java.util.List;
import java.util.stream.Stream;
import org.modeltree.card.words.Labels;
import org.modeltree.http.MarkdownText;
import org.modeltree.http.value.Markdown;
import org.modeltree.pages.card.Band;
import org.modeltree.pages.list.ChangesPage;
import org.modeltree.pages.list.OfferingsPage;
import org.modeltree.pages.list.PriceListPage;
import org.modeltree.pages.list.ProvidersPage;
import org.modeltree.pages.score.BandsPage;
import org.modeltree.pages.score.CapabilityPage;
import org.modeltree.pages.score.ComparePage;

/** Pages as Markdown, from the same values and in the same words as the HTML. Links lead to Markdown where there is some. */
final class PageMarkdown {

    private static final String UNKNOWN = "–";

    private final Site site;
    private final PageWords words;
    private final StringBuilder page = new StringBuilder();

    private PageMarkdown(Site site) {
        this.site = site;
        words = site.words();
    }

    /** All capabilities with their bands. */
    static MarkdownText of(Site site, BandsPage bands) {
        PageMarkdown markdown = new PageMarkdown(site);
        Labels.Performance labels = bands.labels().performance();
        markdown.head(markdown.words.bands().title(), markdown.words.bands().lead());
        markdown.table(
                "|---|---|--:|--:|--:|--:|",
                labels.capability(),
                markdown.words.bands().raw(),
                labels.lower().label(),
                labels.median().label(),
                labels.upper().label(),
                labels.count());
        for (BandsPage.Capability one : bands.capabilities()) {
            markdown.row(
                    Markdown.link(one.label(), site.capabilityMarkdown(one.id())),
                    Markdown.line(one.benchmark()),
                    one.band() == null ? UNKNOWN : one.band().lower(),
                    one.band() == null ? UNKNOWN : one.band().median(),
                    one.band() == null ? UNKNOWN : one.band().upper(),
                    one.count());
        }
        return markdown.end(site.to("/api/v1/bands"));
    }

    /** One capability: its band, the distribution, the band over the years, and the leaderboard. */
    static MarkdownText of(Site site, CapabilityPage capability) {
        PageMarkdown markdown = new PageMarkdown(site);
        PageWords.BandsWords words = markdown.words.bands();
        markdown.head(capability.label(), words.lead());
        markdown.page
                .append("**")
                .append(Markdown.line(capability.benchmark()))
                .append("** · ")
                .append(Markdown.line(capability.cohort().equals("all") ? words.all() : words.current()))
                .append(" · ")
                .append(capability.count())
                .append(" ")
                .append(Markdown.line(markdown.words.search().results()))
                .append("\n\n");
        if (capability.models() != null) {
            markdown.page.append(Markdown.line(capability.models())).append("\n\n");
        }
        markdown.band(capability.band(), capability.labels());
        markdown.section(words.distribution());
        markdown.table(
                "|---|--:|", words.range(), capability.labels().performance().count());
        capability.bins().forEach(bin -> markdown.row(bin.range(), Long.toString(bin.count())));
        markdown.years(capability);
        markdown.section(words.leaderboard());
        markdown.table(
                "|--:|---|---|--:|--:|---|",
                words.rank(),
                words.model(),
                words.publisher(),
                words.score(),
                words.raw(),
                words.released());
        for (CapabilityPage.Ranked row : capability.ranking()) {
            markdown.row(
                    Long.toString(row.rank()),
                    Markdown.link(row.name(), site.markdown(row.id())),
                    Markdown.line(row.vendor()),
                    row.score(),
                    Markdown.line(row.text()),
                    known(row.date()));
        }
        markdown.next(capability.next());
        return markdown.end(site.to("/api/v1/bands/" + capability.id()
                + (capability.cohort().equals("all") ? "" : "?cohort=" + capability.cohort())));
    }

    private void band(Band band, Labels labels) {
        if (band == null) {
            page.append(Markdown.line(labels.bandStatuses().get("insufficient")))
                    .append("\n");
            return;
        }
        Labels.Performance names = labels.performance();
        table(
                "|--:|--:|--:|",
                names.lower().label(),
                names.median().label(),
                names.upper().label());
        row(band.lower(), band.median(), band.upper());
    }

    private void years(CapabilityPage capability) {
        if (capability.years().isEmpty()) {
            return;
        }
        Labels.Performance names = capability.labels().performance();
        section(words.bands().history());
        page.append(Markdown.line(words.bands().historyNote())).append("\n\n");
        table(
                "|---|--:|--:|--:|--:|",
                words.bands().year(),
                names.lower().label(),
                names.median().label(),
                names.upper().label(),
                names.count());
        capability
                .years()
                .forEach(year ->
                        row(year.year(), year.lower(), year.median(), year.upper(), Long.toString(year.count())));
    }

    /** Models side by side. */
    static MarkdownText of(Site site, ComparePage comparison) {
        PageMarkdown markdown = new PageMarkdown(site);
        PageWords.CompareWords words = markdown.words.compare();
        markdown.head(words.title(), words.lead());
        if (comparison.models().isEmpty()) {
            comparison
                    .chosen()
                    .forEach(one -> markdown.page
                            .append("- ")
                            .append(Markdown.link(one.name(), site.markdown(one.id())))
                            .append("\n"));
            markdown.page
                    .append(comparison.chosen().isEmpty() ? "" : "\n")
                    .append(Markdown.line(words.one()))
                    .append(" `/compare.md?models=openai/gpt-4o,anthropic/claude-3.5-sonnet`\n");
            return markdown.end(null);
        }
        markdown.section(words.scores());
        markdown.compared(comparison, comparison.scores());
        markdown.section(words.facts());
        markdown.compared(comparison, comparison.facts());
        return markdown.end(site.to("/api/v1/compare?ids=" + comparison.given()));
    }

    private void compared(ComparePage comparison, List<ComparePage.Row> rows) {
        page.append(Markdown.row(Stream.concat(
                        Stream.of(""),
                        comparison.models().stream().map(one -> Markdown.link(one.name(), site.markdown(one.id()))))
                .toArray(String[]::new)));
        page.append("|---|").append("---|".repeat(comparison.models().size())).append("\n");
        for (ComparePage.Row row : rows) {
            row(Stream.concat(
                            Stream.of(Markdown.line(row.label())),
                            row.values().stream().map(value -> value(value, comparison.labels())))
                    .toArray(String[]::new));
        }
    }

    private static String value(ComparePage.Value value, Labels labels) {
        return (value.score() == null ? "" : "**" + value.score() + "** · ")
                + known(value.text())
                + (value.best() ? " · " + Markdown.line(labels.comparison().winner()) : "");
    }

    /** Who serves models, for how much. */
    static MarkdownText of(Site site, OfferingsPage offerings) {
        PageMarkdown markdown = new PageMarkdown(site);
        PageWords.OfferingsWords words = markdown.words.offerings();
        markdown.head(words.title(), words.lead());
        if (offerings.given().isEmpty()) {
            markdown.page.append("`/offerings.md?models=openai/gpt-4o`\n");
            return markdown.end(null);
        }
        if (offerings.offers().isEmpty()) {
            markdown.page.append(Markdown.line(words.none())).append("\n");
        } else {
            markdown.page.append(Markdown.line(words.mixedNote())).append("\n\n");
            Labels.Offering labels = offerings.labels().offering();
            markdown.table(
                    "|---|---|--:|--:|--:|--:|---|",
                    labels.provider(),
                    words.model(),
                    markdown.words.card().input(),
                    markdown.words.card().output(),
                    words.mixed(),
                    labels.contextWindow(),
                    labels.id());
            for (OfferingsPage.Offer one : offerings.offers()) {
                markdown.row(
                        Markdown.link(one.provider(), site.providerMarkdown(one.providerId())),
                        Markdown.link(one.name(), site.markdown(one.model())),
                        known(one.input() == null ? one.kind() : one.input()),
                        known(one.output()),
                        known(one.mixed()),
                        known(one.contextWindow()),
                        Markdown.line(one.id()));
            }
        }
        return markdown.end(site.offeringsOfApi(offerings.given()));
    }

    /** Who serves models. */
    static MarkdownText of(Site site, ProvidersPage providers) {
        PageMarkdown markdown = new PageMarkdown(site);
        PageWords.ProvidersWords words = markdown.words.providers();
        markdown.head(words.title(), words.lead());
        markdown.table("|---|--:|--:|", providers.labels().offering().provider(), words.models(), words.offerings());
        for (ProvidersPage.Entry one : providers.providers()) {
            markdown.row(
                    Markdown.link(one.name(), site.providerMarkdown(one.id())),
                    Long.toString(one.models()),
                    Long.toString(one.offerings()));
        }
        markdown.next(providers.next());
        return markdown.end("/api/v1/providers");
    }

    /** What one provider serves today, for how much. */
    static MarkdownText of(Site site, PriceListPage prices) {
        PageMarkdown markdown = new PageMarkdown(site);
        PageWords.ProvidersWords words = markdown.words.providers();
        markdown.head(prices.name(), words.priceList());
        if (prices.offers().isEmpty()) {
            markdown.page.append(Markdown.line(words.none())).append("\n");
            prices.meant()
                    .forEach(vendor ->
                            markdown.link(vendor, site.to(site.request().path() + "?vendor=" + vendor)));
        } else {
            Labels.Offering labels = prices.labels().offering();
            markdown.table(
                    "|---|---|--:|--:|--:|---|---|",
                    markdown.words.offerings().model(),
                    words.publisher(),
                    markdown.words.card().input(),
                    markdown.words.card().output(),
                    labels.contextWindow(),
                    labels.id(),
                    labels.retiredDate());
            for (PriceListPage.Offer one : prices.offers()) {
                markdown.row(
                        Markdown.link(one.name(), site.markdown(one.model())),
                        Markdown.line(one.vendor()),
                        known(one.input() == null ? one.kind() : one.input()),
                        known(one.output()),
                        known(one.contextWindow()),
                        Markdown.line(one.id()),
                        known(one.ends()));
            }
        }
        markdown.next(prices.next());
        return markdown.end(site.providerOfApi(prices.id(), prices.vendor()));
    }

    private void next(String cursor) {
        if (cursor != null) {
            link(words.search().next(), site.next(cursor));
        }
    }

    /** A part of the change log. */
    static MarkdownText of(Site site, ChangesPage changes) {
        PageMarkdown markdown = new PageMarkdown(site);
        PageWords.ChangesWords words = markdown.words.changes();
        markdown.head(words.title(), words.lead());
        if (changes.changes().isEmpty()) {
            markdown.page.append(Markdown.line(words.none())).append("\n");
        } else {
            markdown.table(
                    "|--:|---|---|---|---|",
                    words.revision(),
                    words.time(),
                    words.kind(),
                    words.record(),
                    words.places());
            for (ChangesPage.Change one : changes.changes()) {
                markdown.row(
                        Long.toString(one.revision()),
                        Markdown.line(one.time()),
                        Markdown.line(words.kinds().getOrDefault(one.kind(), one.kind())),
                        record(one, words, site),
                        known(one.places()));
            }
        }
        if (changes.older() != null) {
            markdown.link(words.older(), site.to("/changes.md?before=" + changes.older()));
        }
        return markdown.end("/api/v1/changes");
    }

    private static String record(ChangesPage.Change one, PageWords.ChangesWords words, Site site) {
        String type = one.type() == null ? "" : Markdown.line(words.types().getOrDefault(one.type(), one.type())) + " ";
        if (one.model() != null) {
            return type + Markdown.link(one.model(), site.markdown(one.model()));
        }
        return type + (one.id() == null ? "" : Markdown.line(one.id()));
    }

    private void head(String title, String lead) {
        page.append("# ").append(Markdown.line(title)).append("\n\n");
        page.append(Markdown.line(lead)).append("\n\n");
    }

    private void section(String title) {
        page.append(page.charAt(page.length() - 2) == '\n' ? "## " : "\n## ")
                .append(Markdown.line(title))
                .append("\n\n");
    }

    private void table(String rule, String... heads) {
        row(Stream.of(heads).map(Markdown::line).toArray(String[]::new));
        page.append(rule).append("\n");
    }

    private void row(String... cells) {
        page.append(Markdown.row(cells));
    }

    private void link(String text, String address) {
        page.append("\n").append(Markdown.link(text, address)).append("\n");
    }

    private MarkdownText end(String api) {
        if (api != null) {
            link(words.site().api(), api);
        }
        return new MarkdownText(page.toString());
    }

    private static String known(String text) {
        return text == null ? UNKNOWN : Markdown.line(text);
    }
}
