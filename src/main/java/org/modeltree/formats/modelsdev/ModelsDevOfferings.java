package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedEntry;
import org.modeltree.formats.source.TokenPrices;
import org.modeltree.identity.OfferingDescriptor;
import org.modeltree.identity.Spelling;
import org.modeltree.identity.VendorNames;

/** Reads one provider of models.dev's {@code api.json} with all that it serves. */
final class ModelsDevOfferings {

    private static final String SOURCE = "https://models.dev/api.json";
    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,1990}");
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}/[a-z0-9][a-z0-9._-]{0,99}");

    /** What a publisher's services add to its name. */
    private static final Pattern OWN_SERVICE = Pattern.compile("(-cn|-coding|-token|-plan|-intl)+$");

    /** Ends that tell how a model is served, so that the id is not the model's. */
    private static final Pattern SERVED_OTHERWISE =
            Pattern.compile(".*[-:](fast|flex|latest|online|free|batch|tee|fp8|fp16|bf16|thinking|awq|int4|int8)");

    private static final int MAX_ID = 200;
    private static final long LARGE_CONTEXT = 200_000;

    /** A provider with such a word in its id or name asks a fee for all of it, not for tokens. */
    private static final Pattern PLAN = Pattern.compile(".*\\b(plan|coding|copilot|duo|subscription|membership)\\b.*");

    /** An offering with such an end says itself that it is free. */
    private static final Pattern FREE = Pattern.compile(".*[:-]free");

    private static final Map<String, String> AMOUNTS =
            Map.of("input", "input", "output", "output", "cache_read", "cacheRead", "cache_write", "cacheWrite");

    private final String key;
    private final ObjectNode json;
    private final CatalogSink said;
    private final Optional<String> id;

    /**
     * A provider.
     *
     * @param key it stands under
     * @param json what is known of it, which grows while its offerings are read
     */
    ModelsDevOfferings(String key, ObjectNode json, CatalogSink said) {
        this.key = key;
        this.json = json;
        this.said = said;
        this.id = Optional.of(key.strip().toLowerCase(Locale.ROOT))
                .filter(folded -> PROVIDER.matcher(folded).matches());
    }

    /** Where in the file an offering stands. */
    String at(String offering) {
        return JsonEntry.step(key) + "/models" + JsonEntry.step(offering);
    }

    /** Says who serves all this, once all of it was read. */
    void provider() {
        JsonEntry entry = new JsonEntry(json, JsonEntry.step(key), "*", said);
        try {
            if (id.isEmpty()) {
                throw new MalformedEntry(entry.at(), "is no id of a provider: letters, digits, dots and hyphens", key);
            }
            entry.node("id");
            ObjectNode line = JsonSource.line("provider").put("id", id.get());
            line.put(
                    "name",
                    entry.text("name").map(ModelsDevOfferings::shortened).orElse(key));
            entry.text("doc").filter(doc -> URL.matcher(doc).matches()).ifPresent(doc -> line.put("url", doc));
            entry.ignoreRest();
            said.line(entry.at(), line);
        } catch (MalformedEntry broken) {
            broken.tell(said);
        }
    }

    private static String shortened(String name) {
        return name.length() > MAX_ID ? name.substring(0, MAX_ID) : name;
    }

    /** Says what one of its offerings is, or that it is broken. */
    void offering(String offeringKey, JsonNode offering) {
        if (id.isEmpty()) {
            // Rejected once, with the provider.
            return;
        }
        try {
            if (!(offering instanceof ObjectNode object)) {
                throw new MalformedEntry(at(offeringKey), "must be an object", offering.toString());
            }
            offering(new JsonEntry(object, at(offeringKey), "*.models.*", said), offeringKey);
        } catch (MalformedEntry broken) {
            broken.tell(said);
        }
    }

    private void offering(JsonEntry entry, String offeringKey) {
        String offering = entry.text("id").orElse(offeringKey);
        if (!offering.equals(offeringKey)) {
            // The key is what is unique among a provider's offerings.
            entry.note("id", "differs from the key it stands under; the key is taken");
            offering = offeringKey;
        }
        if (offering.isBlank() || offering.length() > MAX_ID) {
            throw new MalformedEntry(entry.at(), "must have an id of 1 to " + MAX_ID + " characters", offering);
        }
        ObjectNode line =
                JsonSource.line("offering").put("provider", id.orElseThrow()).put("id", offering);
        entry.entry("limit").ifPresent(limit -> {
            put(line, "contextWindow", limit.tokens("context"));
            put(line, "maxOutput", limit.tokens("output"));
            limit.ignoreRest();
        });
        line.put("source", SOURCE);
        entry.date("last_updated").ifPresent(date -> line.put("date", date));
        Optional<String> name = entry.text("name");
        prices(entry, offering, name.orElse(""), line.putArray("prices"));
        // Hints of which model it is, beside the name; the provider's own claims about it are not the
        // model's.
        entry.node("family");
        entry.ignoreRest();
        OfferingDescriptor hints = new OfferingDescriptor(id.orElseThrow(), offering, name.orElse(null), null, null);
        said.offering(entry.at(), line, hints, List.of(), proposed(offering));
    }

    /**
     * The model's id where the offering's id names its publisher, or where a publisher serves a model of a line of its
     * own; elsewhere it would be a guess.
     */
    private String proposed(String offering) {
        String provider = id.orElseThrow();
        List<Spelling> spellings = Spelling.of(provider, offering, null);
        if (spellings.isEmpty()) {
            return null;
        }
        Spelling spelling = spellings.get(0);
        String vendor = spelling.vendor();
        if (!offering.contains("/") || vendor.isEmpty()) {
            String publisher =
                    VendorNames.canonical(OWN_SERVICE.matcher(provider).replaceFirst(""));
            boolean ownLine = VendorNames.ofLine(spelling.slug()).equals(Optional.of(publisher))
                    // As venice-uncensored at Venice.
                    || spelling.slug().startsWith(provider + "-");
            if (offering.contains("/") || !ownLine) {
                return null;
            }
            vendor = publisher;
        }
        String proposed = vendor + "/" + spelling.slug();
        return MODEL.matcher(proposed).matches()
                        && !SERVED_OTHERWISE.matcher(proposed).matches()
                ? proposed
                : null;
    }

    private static void put(ObjectNode line, String fact, OptionalLong tokens) {
        tokens.ifPresent(known -> line.put(fact, known));
    }

    private void prices(JsonEntry entry, String offering, String name, ArrayNode prices) {
        Optional<JsonEntry> given = entry.entry("cost");
        TokenPrices amounts = new TokenPrices();
        given.ifPresent(cost -> amounts(cost, amounts));
        if (amounts.isMetered()) {
            amounts.metered(prices);
        } else {
            prices.addObject().put("kind", kind(entry, amounts, offering, name));
        }
        given.ifPresent(cost -> {
            tiers(cost, amounts.isMetered(), prices);
            cost.ignoreRest();
        });
    }

    private String kind(JsonEntry entry, TokenPrices amounts, String offering, String name) {
        if (amounts.isEmpty() || !amounts.isZero()) {
            return "unknown";
        }
        if (FREE.matcher(offering.toLowerCase(Locale.ROOT)).matches()
                || name.toLowerCase(Locale.ROOT).endsWith("(free)")) {
            return "free";
        }
        String provider = key + " " + json.path("name").asText("");
        if (PLAN.matcher(provider.toLowerCase(Locale.ROOT)).matches()) {
            return "subscription";
        }
        entry.note("cost", "a cost of 0 does not say whether it is free, so the price is unknown");
        return "unknown";
    }

    private static void amounts(JsonEntry cost, TokenPrices amounts) {
        // In this order, so that equal prices are equal lines.
        for (String name : List.of("input", "output", "cache_read", "cache_write")) {
            cost.number(name).ifPresent(usd -> {
                try {
                    if (amounts.perMillion(AMOUNTS.get(name), usd)) {
                        cost.note(name, "is rounded to 12 decimals");
                    }
                } catch (IllegalArgumentException noPrice) {
                    throw cost.broken(name, noPrice.getMessage());
                }
            });
        }
    }

    /** What long prompts cost: in a list by size or, in older files, under a key of its own. */
    private void tiers(JsonEntry cost, boolean metered, ArrayNode prices) {
        Set<Long> sizes = new HashSet<>();
        for (JsonEntry tier : cost.entries("tiers")) {
            Optional<JsonEntry> by = tier.entry("tier");
            OptionalLong size = by.map(of -> of.tokens("size")).orElse(OptionalLong.empty());
            String type = by.flatMap(of -> of.text("type")).orElse("context");
            if (size.isEmpty() || !type.equals("context")) {
                said.note(tier.at(), "is a tier by something else than context, which is left out", type);
            } else {
                tier(tier, size.getAsLong(), metered, sizes, prices);
            }
            tier.ignoreRest();
        }
        cost.entry("context_over_200k").ifPresent(tier -> {
            tier(tier, LARGE_CONTEXT, metered, sizes, prices);
            tier.ignoreRest();
        });
    }

    private void tier(JsonEntry tier, long size, boolean metered, Set<Long> sizes, ArrayNode prices) {
        TokenPrices amounts = new TokenPrices();
        amounts(tier, amounts);
        if (!metered || !amounts.isMetered()) {
            said.note(tier.at(), "is a tier without a price and is left out", Long.toString(size));
        } else if (!sizes.add(size)) {
            said.note(tier.at(), "is a tier that is there already and is left out", Long.toString(size));
        } else {
            amounts.metered(prices).put("minContextTokens", size);
        }
    }
}
