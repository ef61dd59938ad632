package org.modeltree.agents;

import io.quarkiverse.mcp.server.CompleteArg;
import io.quarkiverse.mcp.server.CompleteContext;
import io.quarkiverse.mcp.server.CompleteResourceTemplate;
import io.quarkiverse.mcp.server.CompletionResponse;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.McpException;
import io.quarkiverse.mcp.server.RequestUri;
import io.quarkiverse.mcp.server.ResourceTemplate;
import io.quarkiverse.mcp.server.ResourceTemplateArg;
import io.quarkiverse.mcp.server.TextResourceContents;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.modeltree.card.CardMarkdown;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;

/**
 * Cards as resources, and completions of the two parts of a model's id in their addresses, so that an agent need not guess
 * them. Declared by annotations, because the extension finds no completion of a template that is registered otherwise.
 */
@UsesSql("ranges of ids, in the order of an index")
@ApplicationScoped
class CardResources {

    private static final String CARD = "card";
    private static final String VENDOR = "vendor";
    private static final String SLUG = "slug";
    private static final String MARKDOWN = "text/markdown";

    /** The protocol allows no more. */
    private static final int MAX_VALUES = 100;

    private static final int MAX_LENGTH = 100;
    private static final Pattern BEGINNING = Pattern.compile("[a-z0-9._-]{0," + MAX_LENGTH + "}");
    /** Sorts after each character that an id may have. */
    private static final String LAST = "~";

    private static final String VENDORS =
            "select v.id from vendor v where v.id >= :from and v.id < :to order by v.id limit :limit";

    private static final String MODELS =
            "select m.id from model m where m.id >= :from and m.id < :to order by m.id limit :limit";

    private final ModelTools models;
    private final Sql sql;

    CardResources(ModelTools models, Sql sql) {
        this.models = models;
        this.sql = sql;
    }

    /** A card as Markdown. */
    @ResourceTemplate(
            name = CARD,
            title = "Card of a model",
            description =
                    "Everything about one model as Markdown, in English: what it is, scores, prices, lineage, sources.",
            uriTemplate = "modeltree://model/{" + VENDOR + "}/{" + SLUG + "}/card",
            mimeType = MARKDOWN)
    TextResourceContents card(
            RequestUri uri,
            @ResourceTemplateArg(name = VENDOR) String vendor,
            @ResourceTemplateArg(name = SLUG) String slug) {
        try {
            return new TextResourceContents(
                    uri.value(),
                    CardMarkdown.of(models.card(vendor + "/" + slug, Language.EN))
                            .text(),
                    MARKDOWN);
        } catch (Problem problem) {
            throw new McpException(ToolFailures.text(problem), JsonRpcErrorCodes.RESOURCE_NOT_FOUND);
        }
    }

    /** Vendors whose ids begin so, alphabetically. */
    @CompleteResourceTemplate(CARD)
    @InSnapshot
    CompletionResponse vendors(@CompleteArg(name = VENDOR) String vendor) {
        return beginning(VENDORS, "", vendor);
    }

    /** The rest of the ids of the chosen vendor's models; none before a vendor is chosen. */
    @CompleteResourceTemplate(CARD)
    @InSnapshot
    CompletionResponse slugs(@CompleteArg(name = SLUG) String slug, CompleteContext context) {
        Map<String, String> chosen = context == null ? null : context.arguments();
        String vendor = chosen == null ? null : chosen.get(VENDOR);
        return vendor == null || vendor.isEmpty() || !BEGINNING.matcher(vendor).matches()
                ? new CompletionResponse(List.of(), 0, false)
                : beginning(MODELS, vendor + "/", slug);
    }

    private CompletionResponse beginning(String query, String before, String typed) {
        String beginning = typed == null ? "" : typed.strip().toLowerCase(Locale.ROOT);
        if (!BEGINNING.matcher(beginning).matches()) {
            return new CompletionResponse(List.of(), 0, false);
        }
        List<String> ids = sql.byKey(query, String.class)
                .with("from", before + beginning)
                .with("to", before + beginning + LAST)
                .with("limit", MAX_VALUES + 1)
                .list();
        boolean more = ids.size() > MAX_VALUES;
        return new CompletionResponse(
                ids.stream()
                        .limit(MAX_VALUES)
                        .map(id -> id.substring(before.length()))
                        .toList(),
                more ? null : ids.size(),
                more);
    }
}
