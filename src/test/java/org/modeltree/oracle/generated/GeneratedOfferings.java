package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.InputRecords.ProviderRecord;
import org.modeltree.oracle.generated.InputRecords.WindowItem;

/** Generates providers, offerings and prices. */
public final class GeneratedOfferings {
    public static final String SHARED_BY_ONE_MODEL = "shared-one";
    public static final String SHARED_BY_TWO_MODELS = "shared-two";

    /** Periods of prices as {from, to}, all far in the past or the future, so that none begins or ends near today. */
    private static final List<List<List<String>>> SPANS = List.of(
            List.of(span(null, null)),
            List.of(span(null, "2023-01-01"), span("2023-01-01", null)),
            List.of(span("2021-06-01", "2090-01-01"), span("2090-01-01", null)),
            List.of(span(null, "2022-02-02")),
            List.of(span("2088-01-01", null)),
            List.of(span("2020-01-01", "2021-01-01"), span("2021-01-01", "2091-01-01")));

    /** End dates, far in the past or the future so that none is near today; most offerings have none. */
    private static final List<String> RETIRED =
            List.of("", "2099", "", "2023-02", "", "2099-01", "", "2022", "", "2099-01-31", "", "2024-02-29", "");

    private static final List<String> ORIGINS = List.of("", "curator", "models.dev", "modeltree", "");

    private final SeededRandom random;
    private final List<OfferingRecord> records = new ArrayList<>();

    GeneratedOfferings(SeededRandom random) {
        this.random = random;
    }

    private static List<String> span(String from, String to) {
        List<String> span = new ArrayList<>();
        span.add(from);
        span.add(to);
        return span;
    }

    /** `c3` and `unlisted` serve models but have no record; `nobody` has a record but serves none. */
    static List<ProviderRecord> providers() {
        return List.of(
                new ProviderRecord("hostco", "Host & Co", "https://hostco.example/?a=1&b=2"),
                new ProviderRecord("meshcloud", "网云 Mesh \"Cloud\"", null),
                new ProviderRecord("aurora", "Aurora API", null),
                new ProviderRecord("fuxi", "Fuxi Open Platform", "https://fuxi.example"),
                new ProviderRecord("nobody", "Nobody", null));
    }

    List<OfferingRecord> offerings(List<ModelBuilder> models) {
        handmade();
        List<String> everywhere = List.of("hostco", "meshcloud", "unlisted");
        for (ModelBuilder model : models) {
            String id = model.id.toLowerCase(Locale.ROOT);
            String vendor = id.substring(0, id.indexOf('/'));
            String slug = id.substring(id.indexOf('/') + 1);
            if (id.equals(HandmadeModels.BARE)) {
                continue;
            }
            boolean publishes = List.of("aurora", "c3", "fuxi").contains(vendor) && random.percent(60);
            if (publishes) {
                add(vendor, random.any(slug, "api-" + slug), model.id, true);
            }
            if (publishes && random.percent(15)) {
                add(vendor, "preview-" + slug, model.id, true);
            }
            if (random.percent(40)) {
                for (String provider : random.some(everywhere, random.between(1, 3))) {
                    String own = random.any(provider + "." + slug, "Accounts/" + slug, id, slug + ":" + provider);
                    add(provider, own, model.id, false);
                }
            }
            if (pricesOf(model.id).stream().allMatch(price -> price.kind().equals("unknown"))) {
                model.pricingStatus = random.any(null, "unknown", "not_disclosed", "not_applicable");
            }
        }
        routed(models);
        whole("hostco", "whole-prices");
        whole("openrouter", "aurora/echo:whole");
        return List.copyOf(records);
    }

    /** Adds an offering whose prices have everything: zeros, other units and currencies, and times of the week. */
    private void whole(String provider, String id) {
        WindowItem nights = new WindowItem("16:30", "00:30", "UTC", null);
        WindowItem weekends = new WindowItem(null, null, "Asia/Shanghai", List.of("saturday", "sunday"));
        records.add(new OfferingRecord(
                provider,
                id,
                "aurora/echo",
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(
                        new PriceItem(
                                "metered", null, null, null, null, null, null, "2", "0", "0.00", null, "4.5", "0.04"),
                        new PriceItem(
                                "metered", null, null, null, nights, null, null, "1", "4", null, null, null, null),
                        new PriceItem(
                                "metered", "batch", "EUR", 200L, null, null, null, "3", null, null, null, null, "0.05"),
                        new PriceItem(
                                "metered", "batch", null, null, null, null, null, null, null, null, null, null, "0.02"),
                        new PriceItem(
                                "metered", null, null, 9000L, weekends, null, null, "7", "8", null, null, "1", null))));
    }

    /** Adds offerings of OpenRouter, which has an export of its own, to models that already have a price. */
    private void routed(List<ModelBuilder> models) {
        for (ModelBuilder model : models) {
            boolean priced =
                    pricesOf(model.id).stream().anyMatch(price -> !price.kind().equals("unknown"));
            if (priced && random.percent(25)) {
                add("openrouter", model.id, model.id, false);
                if (random.percent(30)) {
                    add("openrouter", model.id.toLowerCase(Locale.ROOT) + ":batch", model.id, false);
                }
            }
        }
    }

    private List<PriceItem> pricesOf(String model) {
        return records.stream()
                .filter(record -> record.model().equalsIgnoreCase(model))
                .flatMap(record -> record.priceList().stream())
                .toList();
    }

    private void handmade() {
        add("hostco", SHARED_BY_ONE_MODEL, "aurora/echo", false);
        add("meshcloud", SHARED_BY_ONE_MODEL, "aurora/echo", false);
        add("hostco", SHARED_BY_TWO_MODELS, "c3/twin-1", false);
        add("meshcloud", SHARED_BY_TWO_MODELS, "c3-labs/twin-2", false);
        // An alias of one model is the provider's id of another.
        add("hostco", "text-zorro-001", "c3/twin-1", false);
        // The canonical id of one model is the provider's id of another.
        add("unlisted", "aurora/etude", "aurora/eclair", false);
        add("unlisted", "projects/百川 1?x=%41&y/models/z+", "aurora/cedille", false);
    }

    private void add(String provider, String id, String model, boolean publisher) {
        if (records.stream()
                .anyMatch(record ->
                        record.provider().equals(provider) && record.id().equals(id))) {
            return;
        }
        Long contextWindow = random.percent(60) ? random.any(4096L, 131_072L, 1_000_000L) : null;
        Long maxOutput = random.percent(40) ? random.any(1L, 8192L, 1_000_000_000_000L) : null;
        String source = random.percent(50) ? "https://prices.example/" + records.size() : null;
        String date = random.any(null, "2024", "2024-11", "2025-03-04");
        String retired = RETIRED.get(records.size() % RETIRED.size());
        String origin = ORIGINS.get(records.size() % ORIGINS.size());
        records.add(new OfferingRecord(
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
        if (random.percent(20)) {
            return null;
        }
        List<PriceItem> prices = new ArrayList<>();
        // Without mode and minContextTokens a price is `standard` from 0, so each combination is used only once.
        List<String> modes = random.some(List.of("standard", "batch", "priority", "a-first"), random.between(1, 3));
        for (String mode : modes) {
            for (Long threshold : random.some(List.of(0L, 128_000L, 200_000L), random.between(1, 2))) {
                for (List<String> span : random.of(SPANS)) {
                    String written = mode.equals("standard") && random.percent(50) ? null : mode;
                    Long from = threshold == 0 && random.percent(50) ? null : threshold;
                    prices.add(price(written, from, span.get(0), span.get(1), publisher));
                }
            }
        }
        return random.shuffled(prices);
    }

    private PriceItem price(String mode, Long minContext, String from, String to, boolean publisher) {
        // A publisher's kind is never "unknown": the contract does not say whether that hides other providers' prices.
        String kind = random.percent(60)
                ? "metered"
                : publisher ? random.any("free", "subscription", "dynamic") : random.any("free", "dynamic", "unknown");
        if (!kind.equals("metered")) {
            return new PriceItem(kind, mode, null, minContext, null, from, to, null, null, null, null, null, null);
        }
        String input = random.any("1.25", "0.05", "15", "150.00", "0.000000000001", null);
        String output = input == null || random.percent(80) ? random.any("5", "0.075", "999999999.999999999999") : null;
        return new PriceItem(
                kind,
                mode,
                null,
                minContext,
                null,
                from,
                to,
                input,
                output,
                random.any(null, "0.3125"),
                random.any(null, "2.50"),
                null,
                null);
    }
}
