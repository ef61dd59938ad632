package org.modeltree.offering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.records.DocumentSql;
import org.modeltree.catalog.records.ModelRecordType;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.Merge;
import org.modeltree.changes.Origins;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;
import org.modeltree.http.problem.Parameters;
import org.modeltree.offering.published.PublisherPrices;

/** Record type of offerings with their prices. */
@ApplicationScoped
class OfferingRecordType implements RecordType {

    static final String TYPE = "offering";

    /** Keys of a price that are no amounts. */
    private static final String CONDITIONS = "{kind,mode,currency,minContextTokens,window,from,to}";

    private static final String USD = "USD";
    private static final String LAST_SEEN = "lastSeen";
    private static final String SUPPORTS = "supports";
    private static final String OTHER_SOURCES = "otherSources";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 80;
    }

    @Override
    public String model() {
        return "model";
    }

    @Override
    public List<String> derivedBenchmarks() {
        return PublisherPrices.BENCHMARKS;
    }

    /** An offering that moves to another model is not deleted with the former one. */
    @Override
    public boolean reactsToDeletionsOf(RecordType other) {
        return other.type().equals(ModelRecordType.TYPE);
    }

    @Override
    public String key() {
        return "v.provider_id || ' ' || v.provider_model_id";
    }

    @Override
    public String matches() {
        return "v.provider_id = split_part(s.key, ' ', 1)"
                + " and v.provider_model_id = substr(s.key, strpos(s.key, ' ') + 1)";
    }

    @Override
    public String order() {
        return "v.provider_id, v.provider_model_id";
    }

    @Override
    public void check(ObjectNode document, FaultSink faults) {
        JsonNode prices = document.path("prices");
        Map<String, List<Integer>> byTier = new HashMap<>();
        for (int i = 0; i < prices.size(); i++) {
            JsonNode price = prices.get(i);
            String pointer = "/prices/" + i;
            boolean metered = price.get("kind").asText().equals("metered");
            if (metered && PriceHistory.AMOUNTS.stream().noneMatch(amount -> isAboveZero(price.get(amount)))) {
                faults.fault(pointer, "must have an amount above 0, because it is metered");
            }
            if (!metered && PriceHistory.AMOUNTS.stream().anyMatch(price::hasNonNull)) {
                faults.fault(pointer + "/kind", "must be metered if the price has amounts");
            }
            if (price.hasNonNull("currency")
                    && !isCurrency(price.get("currency").asText())) {
                faults.fault(pointer + "/currency", "must be an ISO 4217 code such as USD or EUR");
            }
            if (price.hasNonNull("from")
                    && price.hasNonNull("to")
                    && PriceHistory.from(price).compareTo(PriceHistory.to(price)) >= 0) {
                faults.fault(pointer + "/to", "must be after from");
            }
            if (!price.path("window").isObject()
                    || PriceWindow.check(price.get("window"), pointer + "/window", faults)) {
                byTier.computeIfAbsent(PriceHistory.tier(price), t -> new ArrayList<>())
                        .add(i);
            }
        }
        byTier.values().forEach(ofTier -> overlaps(prices, ofTier, faults));
    }

    private static boolean isAboveZero(JsonNode amount) {
        return amount != null && !amount.isNull() && new BigDecimal(amount.asText()).signum() > 0;
    }

    private static boolean isCurrency(String code) {
        return Currency.getAvailableCurrencies().stream()
                .anyMatch(currency -> currency.getCurrencyCode().equals(code));
    }

    /**
     * Reports prices of one mode and tier that apply at the same time. A price with a window applies in place of one
     * without, so these two may overlap.
     */
    private static void overlaps(JsonNode prices, List<Integer> ofTier, FaultSink faults) {
        ofTier.sort(Comparator.comparing(i -> PriceHistory.from(prices.get(i))));
        for (int i = 1; i < ofTier.size(); i++) {
            JsonNode later = prices.get(ofTier.get(i));
            PriceWindow window = PriceWindow.of(later);
            for (int j = 0; j < i; j++) {
                JsonNode earlier = prices.get(ofTier.get(j));
                PriceWindow other = PriceWindow.of(earlier);
                if (PriceHistory.to(earlier).compareTo(PriceHistory.from(later)) <= 0
                        || (window == null) != (other == null)) {
                    continue;
                }
                if (Objects.equals(window, other)) {
                    faults.fault(
                            "/prices/" + ofTier.get(i) + "/from",
                            "overlaps another price of the same mode, tier and window");
                    break;
                }
                if (window.overlaps(other)) {
                    faults.fault(
                            "/prices/" + ofTier.get(i) + "/window",
                            "overlaps the window of another price of the same mode and tier");
                    break;
                }
            }
        }
    }

    @Override
    public List<String> meant(String pointer) {
        return pointer.startsWith("/supports/") ? Feature.meantBy(pointer.substring("/supports/".length())) : List.of();
    }

    @Override
    public String absence(Map<String, String> identity) {
        return identity.get("model") + " has no offering " + Parameters.shown(identity.get("id")) + " of "
                + Parameters.shown(identity.get("provider")) + ".";
    }

    @Override
    public List<String> identity() {
        return List.of("provider", "id", "model");
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        document.put("model", document.get("model").asText().toLowerCase(Locale.ROOT));
        if (document.has("prices") && document.get("prices").isEmpty()) {
            document.remove("prices");
        }
        for (String key : List.of(SUPPORTS, OTHER_SOURCES)) {
            if (document.has(key) && document.get(key).isEmpty()) {
                document.remove(key);
            }
        }
        for (JsonNode price : document.path("prices")) {
            ObjectNode point = (ObjectNode) price;
            if (point.path("mode").asText().equals(PriceHistory.STANDARD)) {
                point.remove("mode");
            }
            if (point.path("minContextTokens").asLong(-1) == 0) {
                point.remove("minContextTokens");
            }
            if (point.path("currency").asText().equals(USD)) {
                point.remove("currency");
            }
            PriceWindow.canonicalize(point);
            for (String amount : PriceHistory.AMOUNTS) {
                if (point.has(amount)) {
                    point.put(amount, plain(point.get(amount).asText()));
                }
            }
        }
        String id = document.get("id").asText();
        ObjectNode derived = JsonNodeFactory.instance.objectNode().put("key", SearchText.idKey(id));
        return new StagedRecord(0, "", TYPE, document.get("provider").asText() + " " + id, document, derived);
    }

    private static String plain(String amount) {
        return new BigDecimal(amount).stripTrailingZeros().toPlainString();
    }

    /**
     * Merges like any other record, but keeps the history of prices and the names of all catalogs that list the offering. An
     * import only knows today's prices, so a price that it changes ends today and the new price starts today.
     */
    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        OtherSources others = OtherSources.of(before, incoming, merge.trust());
        if (incoming.path(LAST_SEEN).isTextual() && !before.has(LAST_SEEN) && before.has(OTHER_SOURCES)) {
            return others.withoutOriginOf(incoming);
        }
        ObjectNode stored = others.renewed(incoming);
        stored.remove(OTHER_SOURCES);
        ObjectNode listed = incoming.deepCopy();
        listed.remove(OTHER_SOURCES);
        if (!Origins.of(incoming).equals(Origins.of(before)) && !merge.overrides(incoming, before)) {
            // They belong to the other catalog, which is named beside.
            listed.remove(List.of("source", "date"));
        }
        boolean again = incoming.path(LAST_SEEN).isNull();
        if (again) {
            listed.remove(LAST_SEEN);
        }
        ObjectNode merged = PriceHistory.merged(this, again ? listedAgain(stored, listed) : stored, listed, merge);
        return others.withFacts(merged, listed).addedTo(merged);
    }

    /**
     * A stored offering that its catalog no longer listed, and that an import lists. The import takes it over, unless a
     * person wrote it.
     */
    private static ObjectNode listedAgain(ObjectNode before, ObjectNode incoming) {
        ObjectNode listed = before.deepCopy();
        listed.remove(LAST_SEEN);
        if (!Origins.of(before).equals(Origins.CURATOR)) {
            listed.put(Origins.ORIGIN, Origins.of(incoming));
            listed.remove("date");
        }
        return listed;
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "model", "model"));
    }

    @Override
    public List<String> deletes() {
        return List.of("""
                delete from offering o using staged s
                where s.type = 'offering' and s.doc is null and %s
                """.formatted(matches().replace("v.", "o.")), """
                update offering o set model_id = s.doc ->> 'model'
                from staged s join staged d on d.type = 'model' and d.doc is null and d.key = s.before ->> 'model'
                where s.type = 'offering' and s.doc is not null and s.doc ->> 'model' <> s.before ->> 'model' and %s
                """.formatted(
                        matches().replace("v.", "o.")));
    }

    @Override
    public List<String> growingTables() {
        return List.of("offering", "price", "model_price");
    }

    @Override
    public List<String> merges() {
        return List.of(
                """
                insert into offering (
                    provider_id, provider_model_id, provider_model_key, model_id, context_window, max_input, max_output,
                    status, supports, lacks, source, source_date, source_precision, retired_date, retired_precision,
                    last_seen, seen_on, origin, other_sources)
                select s.doc ->> 'provider', s.doc ->> 'id', s.derived ->> 'key', s.doc ->> 'model',
                       (s.doc ->> 'contextWindow')::bigint, (s.doc ->> 'maxInput')::bigint,
                       (s.doc ->> 'maxOutput')::bigint, s.doc ->> 'status', %s, %s, s.doc ->> 'source', %s, %s,
                       (s.doc ->> 'lastSeen')::date,
                       case when s.at <> '' then (r.changed_at at time zone 'UTC')::date end,
                       coalesce(s.doc ->> 'origin', 'modeltree'), s.doc -> 'otherSources'
                from staged s cross join catalog_revision r where s.type = 'offering' and s.doc is not null
                on conflict on constraint offering_pkey do update
                set model_id = excluded.model_id, context_window = excluded.context_window,
                    max_input = excluded.max_input, max_output = excluded.max_output, status = excluded.status,
                    supports = excluded.supports, lacks = excluded.lacks, source = excluded.source, source_date = excluded.source_date,
                    source_precision = excluded.source_precision, retired_date = excluded.retired_date,
                    retired_precision = excluded.retired_precision, last_seen = excluded.last_seen,
                    seen_on = coalesce(excluded.seen_on, offering.seen_on), origin = excluded.origin,
                    other_sources = excluded.other_sources
                """.formatted(
                                DocumentSql.features("s.doc -> 'supports'", true),
                                DocumentSql.features("s.doc -> 'supports'", false),
                                DocumentSql.columns("s.doc ->> 'date'"),
                                DocumentSql.columns("s.doc ->> 'retiredDate'")),
                """
                delete from price p using staged s
                where s.type = 'offering' and s.doc is not null and s.before is not null
                  and p.provider_id = s.doc ->> 'provider' and p.provider_model_id = s.doc ->> 'id'
                """,
                """
                insert into price (
                    provider_id, provider_model_id, position, kind, mode, min_context_tokens, valid_from, valid_to,
                    currency, time_window, input_usd, output_usd, cache_read_usd, cache_write_usd, amounts)
                select s.doc ->> 'provider', s.doc ->> 'id', p.ordinality, p.value ->> 'kind',
                       coalesce(p.value ->> 'mode', 'standard'), coalesce((p.value ->> 'minContextTokens')::bigint, 0),
                       (p.value ->> 'from')::date, (p.value ->> 'to')::date, c.currency, p.value -> 'window',
                       case when c.is_usd then (p.value ->> 'input')::numeric end,
                       case when c.is_usd then (p.value ->> 'output')::numeric end,
                       case when c.is_usd then (p.value ->> 'cacheRead')::numeric end,
                       case when c.is_usd then (p.value ->> 'cacheWrite')::numeric end,
                       p.value - '%s'::text[]
                           - case when c.is_usd then '{input,output,cacheRead,cacheWrite}' else '{}' end::text[]
                from staged s
                cross join jsonb_path_query(s.doc, '$.prices[*]') with ordinality p (value, ordinality)
                cross join lateral (values (
                    coalesce(p.value ->> 'currency', 'USD'),
                    coalesce(p.value ->> 'currency', 'USD') = 'USD')) c (currency, is_usd)
                where s.type = 'offering' and s.doc is not null
                """.formatted(CONDITIONS));
    }

    /** What the publishers of models charge, and the cheapest prices of every model of which an offering may have changed. */
    @Override
    public List<String> afterMerges() {
        List<String> statements = new ArrayList<>(PublisherPrices.STATEMENTS);
        statements.add("delete from model_price c using touched t where c.model_id = t.model_id");
        statements.add("""
                insert into model_price (model_id, currency, valid_from, valid_to, input, output)
                select o.model_id, c.currency, c.valid_from, c.valid_to, c.input, c.output
                from (select distinct n.model_id from touched t join offering n on n.model_id = t.model_id) o
                cross join lateral model_prices(o.model_id) c
                """);
        return statements;
    }
}
