package org.modeltree.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.ValueText;
import org.modeltree.http.MarkdownText;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Markdown;
import org.modeltree.lineage.LineageSummary;

/** A card as a Markdown page. It has no words of its own: they are those of the card, in its language. */
public final class CardMarkdown {

    private final CardView card;
    private final Labels labels;
    private final StringBuilder page = new StringBuilder();

    private CardMarkdown(CardView card) {
        this.card = card;
        labels = card.labels();
    }

    /** The page of a card. Sections without content are left out. */
    public static MarkdownText of(CardView card) {
        CardMarkdown markdown = new CardMarkdown(card);
        markdown.head();
        markdown.contextWindow();
        markdown.prose(markdown.labels.sections().whyItMatters(), card.whyItMatters());
        markdown.claims();
        markdown.availability();
        markdown.pricing();
        markdown.performance();
        markdown.points(markdown.labels.sections().feelsLike(), card.feelsLike());
        markdown.points(markdown.labels.sections().bestFor(), card.bestFor());
        markdown.links(
                markdown.labels.sections().tools(),
                card.tools().stream()
                        .map(tool -> Markdown.link(tool.name(), tool.url()))
                        .toList());
        markdown.points(markdown.labels.sections().notFor(), card.notFor());
        markdown.lineage();
        markdown.links(
                markdown.labels.sections().webLinks(),
                card.webLinks().stream()
                        .map(link -> Markdown.link(
                                        markdown.labels.webLinkTypes().getOrDefault(link.type(), link.type()),
                                        link.url())
                                + " " + Markdown.line(link.url().replaceFirst("^https?://", "")))
                        .toList());
        markdown.facts();
        return new MarkdownText(markdown.page.toString());
    }

    private void head() {
        page.append("# ").append(Markdown.line(card.name())).append("\n\n");
        page.append(joined(
                        " · ",
                        "**" + Markdown.line(card.vendor().name()) + "**",
                        text(card.releaseDateText()),
                        "`" + card.id() + "`"))
                .append("\n");
        if (card.subtitle() != null) {
            page.append("\n**").append(Markdown.line(card.subtitle())).append("**\n");
        }
        if (card.summary() != null) {
            page.append("\n").append(Markdown.paragraphs(card.summary())).append("\n");
        }
        if (!card.contentLanguage().equals(labels.language())) {
            page.append("\n").append(Markdown.line(labels.textInEnglish())).append("\n");
        }
    }

    private void section(String title) {
        page.append("\n## ").append(Markdown.line(title)).append("\n\n");
    }

    private void contextWindow() {
        CardView.ContextWindowView window = card.contextWindow();
        section(labels.sections().contextWindow());
        page.append(
                        window.tokens() == null
                                ? Markdown.line(labels.missing().getOrDefault(window.status(), window.status()))
                                : joined(
                                        " · ",
                                        "**" + Markdown.line(window.label()) + "**",
                                        text(window.caption()),
                                        text(window.tier())))
                .append("\n");
    }

    private void prose(String title, String prose) {
        if (prose != null && !prose.isBlank()) {
            section(title);
            page.append(Markdown.paragraphs(prose)).append("\n");
        }
    }

    private void claims() {
        if (card.coreCapabilities().isEmpty()) {
            return;
        }
        section(labels.sections().coreCapabilities());
        for (CardView.ClaimView claim : card.coreCapabilities()) {
            page.append("- **").append(Markdown.line(claim.label())).append("**");
            if (claim.description() != null) {
                page.append(colon()).append(Markdown.line(claim.description()));
            }
            if (Boolean.FALSE.equals(claim.consistent())) {
                page.append(note(Markdown.line(labels.claims().inconsistent())));
            }
            page.append("\n");
        }
    }

    private void availability() {
        CardView.AvailabilityView availability = card.availability();
        section(labels.sections().availability());
        statement(labels.availability().api(), availability.api());
        statement(labels.availability().product(), availability.product());
        statement(labels.availability().openSource(), availability.openSource());
        statement(labels.availability().enterprise(), availability.enterprise());
    }

    private void statement(String name, CardView.Statement statement) {
        page.append("- **")
                .append(Markdown.line(name))
                .append("**")
                .append(colon())
                .append(Markdown.line(statement.label()));
        CardView.ContradictionView contradiction = statement.contradiction();
        if (contradiction != null) {
            page.append(note(String.join(
                    colon(),
                    Markdown.line(labels.availability().contradicted()),
                    Markdown.line(contradiction.label()),
                    Markdown.line(contradiction.text()))));
        }
        page.append("\n");
    }

    private void pricing() {
        section(labels.sections().pricing());
        page.append("**").append(Markdown.line(card.pricing().label())).append("**");
        if (card.pricing().note() != null) {
            page.append(colon()).append(Markdown.line(card.pricing().note()));
        }
        page.append("\n");
    }

    private void performance() {
        if (card.performance().isEmpty()) {
            return;
        }
        Labels.Performance words = labels.performance();
        section(labels.sections().performance());
        page.append(Markdown.line(words.intro())).append("\n\n");
        page.append(Markdown.row(
                Markdown.line(words.capability()),
                Markdown.line(labels.factTable().value()),
                Markdown.line(words.model().label()),
                Markdown.line(words.lower().label()),
                Markdown.line(words.median().label()),
                Markdown.line(words.upper().label()),
                Markdown.line(words.count()),
                Markdown.line(words.position())));
        page.append("|---|---|--:|--:|--:|--:|--:|---|\n");
        for (CardView.PerformanceView row : card.performance()) {
            page.append(Markdown.row(
                    Markdown.line(row.label()),
                    text(row.text()),
                    "**" + row.score().toPlainString() + "**",
                    edge(row.band().lower()),
                    edge(row.band().median()),
                    edge(row.band().upper()),
                    ValueText.plain(row.band().count()),
                    row.position() == null
                            ? Markdown.line(labels.bandStatuses()
                                    .getOrDefault(
                                            row.band().status(), row.band().status()))
                            : Markdown.line(labels.positions().getOrDefault(row.position(), row.position()))));
        }
        page.append("\n").append(Markdown.line(words.footnote())).append("\n\n");
        for (CardView.PerformanceView row : card.performance()) {
            page.append("- **")
                    .append(Markdown.line(row.label()))
                    .append("**")
                    .append(colon())
                    .append(Markdown.line(row.basis()))
                    .append("\n");
        }
    }

    private static String edge(PercentileView edge) {
        return edge == null ? "–" : edge.score().toPlainString();
    }

    private void points(String title, List<String> points) {
        links(title, points.stream().map(Markdown::line).toList());
    }

    private void links(String title, List<String> items) {
        if (!items.isEmpty()) {
            section(title);
            items.forEach(item -> page.append("- ").append(item).append("\n"));
        }
    }

    private void lineage() {
        LineageSummary lineage = card.lineage();
        if (lineage.ancestors() + lineage.descendants() == 0) {
            return;
        }
        section(labels.sections().lineage());
        relatives(labels.lineage().parents(), lineage.parents());
        relatives(labels.lineage().children(), lineage.children());
        page.append("- **")
                .append(Markdown.line(labels.lineage().ancestors()))
                .append("**")
                .append(colon())
                .append(ValueText.plain(lineage.ancestors()))
                .append("\n- **")
                .append(Markdown.line(labels.lineage().descendants()))
                .append("**")
                .append(colon())
                .append(ValueText.plain(lineage.descendants()))
                .append("\n");
    }

    private void relatives(String title, List<LineageSummary.RelativeView> relatives) {
        if (relatives.isEmpty()) {
            return;
        }
        List<String> links = new ArrayList<>();
        for (LineageSummary.RelativeView relative : relatives) {
            Map<String, String> relations = labels.relations();
            String kind = joined(
                    " · ",
                    Markdown.line(relations.getOrDefault(relative.relation(), relative.relation())),
                    relative.method() == null
                            ? null
                            : Markdown.line(labels.methods().getOrDefault(relative.method(), relative.method())));
            links.add(card(relative.name(), relative.id()) + (isChinese() ? "（" + kind + "）" : " (" + kind + ")"));
        }
        page.append("- **")
                .append(Markdown.line(title))
                .append("**")
                .append(colon())
                .append(String.join(isChinese() ? "、" : ", ", links))
                .append("\n");
    }

    private void facts() {
        if (card.facts().isEmpty()) {
            return;
        }
        Labels.FactTable words = labels.factTable();
        section(labels.sections().facts());
        page.append(Markdown.row(
                Markdown.line(words.fact()),
                Markdown.line(words.value()),
                Markdown.line(words.source()),
                Markdown.line(words.date())));
        page.append("|---|---|---|---|\n");
        for (CardView.FactView fact : card.facts()) {
            page.append(Markdown.row(
                    text(fact.label()),
                    fact.namesSuccessor() ? card(fact.text(), fact.value().text()) : text(fact.text()),
                    source(fact.source()),
                    text(fact.dateText())));
        }
    }

    /** The source of a fact: the host of a URL, which says enough in a table, as a link; a name as it is. */
    private static String source(String source) {
        if (source == null || !source.matches("https?://.*")) {
            return text(source);
        }
        return Markdown.link(source.replaceFirst("^https?://(www\\.)?", "").replaceFirst("[/?#].*", ""), source);
    }

    /** English is what a reader gets without a parameter; a page in another language links to pages in it. */
    private String inLanguage() {
        return labels.language().equals(Language.EN.tag()) ? "" : "?lang=" + labels.language();
    }

    /** Link to the card of a model, which is Markdown for clients that name no media type, too. */
    private String card(String name, String id) {
        return Markdown.link(name, "/m/" + id + ".md" + inLanguage());
    }

    private boolean isChinese() {
        return labels.language().equals(Language.ZH.tag());
    }

    private String colon() {
        return isChinese() ? "：" : ": ";
    }

    /** A remark after a text. Chinese has no italics, and Markdown none beside full-width brackets. */
    private String note(String text) {
        return isChinese() ? "（" + text + "）" : " *(" + text + ")*";
    }

    private static String text(String text) {
        return text == null ? "" : Markdown.line(text);
    }

    private static String joined(String separator, String... parts) {
        return Stream.of(parts)
                .filter(Objects::nonNull)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(separator));
    }
}
