package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.PriceItem;
import org.modeltree.oracle.Lines.ProviderLine;

/** Invents providers, what they serve and what they ask for it. */
final class InventedOfferings {
    static final String SHARED_BY_ONE_MODEL = "shared-one";
    static final String SHARED_BY_TWO_MODELS = "shared-two";

    /** Spans as {from, to}; none is older than a past day and ends on a coming one, so all days are far from today. */
    private static final List<List<List<String>>> SPANS = List.of(
            List.of(span(null, null)),
            List.of(span(null, "2023-01-01"), span("2023-01-01", null)),
            List.of(span("2021-06-01", "2090-01-01"), span("2090-01-01", null)),
            List.of(span(null, "2022-02-02")),
            List.of(span("2088-01-01", null)),
            List.of(span("2020-01-01", "2021-01-01"), span("2021-01-01", "2091-01-01")));

    /** Long ago or far off, so that no day of the test is near; mostly not at all. */
    private static final List<String> RETIRED =
            List.of("", "2099", "", "2023-02", "", "2099-01", "", "2022", "", "2099-01-31", "", "2024-02-29", "");

    private static final List<String> ORIGINS = List.of("", "curator", "models.dev", "modeltree", "");

    private final Dice dice;
    private final List<OfferingLine> lines = new ArrayList<>();

    InventedOfferings(Dice dice) {
        this.dice = dice;
    }

    private static List<String> span(String from, String to) {
        List<String> span = new ArrayList<>();
        span.add(from);
        span.add(to);
        return span;
    }

    /** `c3` and `unlisted` serve models and have no line; `nobody` has a line and serves none. */
    static List<ProviderLine> providers() {
        return List.of(
                new ProviderLine("hostco", "Host & Co", "https://hostco.example/?a=1&b=2"),
                new ProviderLine("meshcloud", "网云 Mesh \"Cloud\"", null),
                new ProviderLine("aurora", "Aurora API", null),
                new ProviderLine("fuxi", "Fuxi Open Platform", "https://fuxi.example"),
                new ProviderLine("nobody", "Nobody", null));
    }

    List<OfferingLine> offerings(List<ModelDraft> models) {
        handmade();
        List<String> everywhere = List.of("hostco", "meshcloud", "unlisted");
        for (ModelDraft model : models) {
            String id = model.id.toLowerCase(Locale.ROOT);
            String vendor = id.substring(0, id.indexOf('/'));
            String slug = id.substring(id.indexOf('/') + 1);
            if (id.equals(HandmadeModels.BARE)) {
                continue;
            }
            boolean publishes = List.of("aurora", "c3", "fuxi").contains(vendor) && dice.percent(60);
            if (publishes) {
                add(vendor, dice.any(slug, "api-" + slug), model.id, true);
            }
            if (publishes && dice.percent(15)) {
                add(vendor, "preview-" + slug, model.id, true);
            }
            if (dice.percent(40)) {
                for (String provider : dice.some(everywhere, dice.between(1, 3))) {
                    String own = dice.any(provider + "." + slug, "Accounts/" + slug, id, slug + ":" + provider);
                    add(provider, own, model.id, false);
                }
            }
            if (pricesOf(model.id).stream().allMatch(price -> price.kind().equals("unknown"))) {
                model.pricingStatus = dice.any(null, "unknown", "not_disclosed", "not_applicable");
            }
        }
        routed(models);
        return List.copyOf(lines);
    }

    /** What the provider serves whose format is one of the exports; only models that have a price already. */
    private void routed(List<ModelDraft> models) {
        for (ModelDraft model : models) {
            boolean priced =
                    pricesOf(model.id).stream().anyMatch(price -> !price.kind().equals("unknown"));
            if (priced && dice.percent(25)) {
                add("openrouter", model.id, model.id, false);
                if (dice.percent(30)) {
                    add("openrouter", model.id.toLowerCase(Locale.ROOT) + ":batch", model.id, false);
                }
            }
        }
    }

    private List<PriceItem> pricesOf(String model) {
        return lines.stream()
                .filter(line -> line.model().equalsIgnoreCase(model))
                .flatMap(line -> line.priceList().stream())
                .toList();
    }

    private void handmade() {
        add("hostco", SHARED_BY_ONE_MODEL, "aurora/echo", false);
        add("meshcloud", SHARED_BY_ONE_MODEL, "aurora/echo", false);
        add("hostco", SHARED_BY_TWO_MODELS, "c3/twin-1", false);
        add("meshcloud", SHARED_BY_TWO_MODELS, "c3-labs/twin-2", false);
        // An alias of one model, the provider's own id of another.
        add("hostco", "text-zorro-001", "c3/twin-1", false);
        // The canonical id of one model, the provider's own id of another.
        add("unlisted", "aurora/etude", "aurora/eclair", false);
        add("unlisted", "projects/百川 1?x=%41&y/models/z+", "aurora/cedille", false);
    }

    private void add(String provider, String id, String model, boolean publisher) {
        if (lines.stream()
                .anyMatch(line -> line.provider().equals(provider) && line.id().equals(id))) {
            return;
        }
        Long contextWindow = dice.percent(60) ? dice.any(4096L, 131_072L, 1_000_000L) : null;
        Long maxOutput = dice.percent(40) ? dice.any(1L, 8192L, 1_000_000_000_000L) : null;
        String source = dice.percent(50) ? "https://prices.example/" + lines.size() : null;
        String date = dice.any(null, "2024", "2024-11", "2025-03-04");
        String retired = RETIRED.get(lines.size() % RETIRED.size());
        String origin = ORIGINS.get(lines.size() % ORIGINS.size());
        lines.add(new OfferingLine(
                provider,
                id,
                model,
                contextWindow,
                maxOutput,
                source,
                date,
                retired.isEmpty() ? null : retired,
                origin.isEmpty() ? null : origin,
                prices(publisher)));
    }

    private List<PriceItem> prices(boolean publisher) {
        if (dice.percent(20)) {
            return null;
        }
        List<PriceItem> prices = new ArrayList<>();
        // Left out, mode and minContextTokens mean the same as `standard` and 0, so they come only once.
        List<String> modes = dice.some(List.of("standard", "batch", "priority", "a-first"), dice.between(1, 3));
        for (String mode : modes) {
            for (Long threshold : dice.some(List.of(0L, 128_000L, 200_000L), dice.between(1, 2))) {
                for (List<String> span : dice.of(SPANS)) {
                    String written = mode.equals("standard") && dice.percent(50) ? null : mode;
                    Long from = threshold == 0 && dice.percent(50) ? null : threshold;
                    prices.add(price(written, from, span.get(0), span.get(1), publisher));
                }
            }
        }
        return dice.shuffled(prices);
    }

    private PriceItem price(String mode, Long minContext, String from, String to, boolean publisher) {
        // A publisher always says how: whether "unknown" there hides what others ask is nowhere said.
        String kind = dice.percent(60)
                ? "metered"
                : publisher ? dice.any("free", "subscription", "dynamic") : dice.any("free", "dynamic", "unknown");
        if (!kind.equals("metered")) {
            return new PriceItem(kind, mode, minContext, from, to, null, null, null, null);
        }
        String input = dice.any("1.25", "0.05", "15", "150.00", "0.000000000001", null);
        String output = input == null || dice.percent(80) ? dice.any("5", "0.075", "999999999.999999999999") : null;
        return new PriceItem(
                kind, mode, minContext, from, to, input, output, dice.any(null, "0.3125"), dice.any(null, "2.50"));
    }
}
