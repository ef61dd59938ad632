package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.FeatureFlags;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedEntry;
import org.modeltree.formats.source.OfferingNames;
import org.modeltree.formats.source.PriceAmounts;
import org.modeltree.identity.OfferingDescriptor;
import org.modeltree.identity.ProviderNames;
import org.modeltree.identity.Spelling;
import org.modeltree.identity.VendorNames;
import org.modeltree.offering.provider.PublisherServices;

/** Reader of one provider in models.dev's {@code api.json}, with its offerings. */
final class ModelsDevOfferings {

    private static final String SOURCE = "https://models.dev/api.json";
    private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");
    private static final Pattern URL = Pattern.compile("https?://\\S{1,1990}");
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}/[a-z0-9][a-z0-9._-]{0,99}");

    /** Suffixes that publishers give to the names of their own services. */
    private static final Pattern OWN_SERVICE = Pattern.compile("(-cn|-coding|-token|-plan|-intl)+$");

    /** Suffixes that say how a model is served, so that the id is not the model's own. */
    private static final Pattern SERVED_OTHERWISE =
            Pattern.compile(".*[-:](fast|flex|latest|online|free|batch|tee|fp8|fp16|bf16|thinking|awq|int4|int8)");

    /** Providers whose ids always begin with the publisher. */
    private static final Set<String> NAMES_PUBLISHERS = Set.of("openrouter");

    private static final Set<String> STATUSES = Set.of("alpha", "beta", "deprecated");
    private static final int MAX_ID = 200;

    /** Words in the id or name of a provider that charges a subscription instead of tokens. */
    private static final Pattern PLAN = Pattern.compile(".*\\b(plan|coding|copilot|duo|subscription|membership)\\b.*");

    /** Suffix of offerings that are free. */
    private static final Pattern FREE = Pattern.compile(".*[:-]free");

    private final String key;
    private final ObjectNode json;
    private final CatalogSink sink;
    private final Optional<String> id;

    /**
     * A provider.
     *
     * @param key key of the provider in the file
     * @param json its other members; filled while its offerings are read
     */
    ModelsDevOfferings(String key, ObjectNode json, CatalogSink sink) {
        this.key = key;
        this.json = json;
        this.sink = sink;
        this.id = Optional.of(ProviderNames.canonical(key))
                .filter(folded -> PROVIDER.matcher(folded).matches());
    }

    /** JSON pointer of an offering in the file. */
    String at(String offering) {
        return JsonEntry.step(key) + "/models" + JsonEntry.step(offering);
    }

    /** Key of the provider in the file. */
    String key() {
        return key;
    }

    /** Id of the provider; the key in lower case if it is invalid. */
    String id() {
        return ProviderNames.canonical(key);
    }

    /** Whether the file calls a part of the provider by a name of its own. */
    boolean isPart() {
        return !id().equals(key.strip().toLowerCase(Locale.ROOT));
    }

    /** Reports the provider itself, after its offerings. */
    void report() {
        JsonEntry entry = new JsonEntry(json, JsonEntry.step(key), "*", sink);
        try {
            if (id.isEmpty()) {
                throw new MalformedEntry(entry.at(), "must be a provider id of letters, digits, `.`, `_` and `-`", key);
            }
            entry.node("id");
            ObjectNode record = JsonSource.newRecord("provider").put("id", id.get());
            record.put(
                    "name",
                    entry.text("name").map(ModelsDevOfferings::shortened).orElse(key));
            entry.text("doc").filter(doc -> URL.matcher(doc).matches()).ifPresent(doc -> record.put("url", doc));
            entry.ignoreRest();
            sink.record(entry.at(), record);
        } catch (MalformedEntry broken) {
            broken.reportTo(sink);
        }
    }

    private static String shortened(String name) {
        return name.length() > MAX_ID ? name.substring(0, MAX_ID) : name;
    }

    /** Reads one offering, or reports it as rejected. */
    void offering(String offeringKey, JsonNode offering) {
        if (id.isEmpty()) {
            // The provider is rejected once, as a whole.
            return;
        }
        try {
            if (!(offering instanceof ObjectNode object)) {
                throw new MalformedEntry(at(offeringKey), "must be an object", offering.toString());
            }
            offering(new JsonEntry(object, at(offeringKey), "*.models.*", sink), offeringKey);
        } catch (MalformedEntry broken) {
            broken.reportTo(sink);
        }
    }

    private void offering(JsonEntry entry, String offeringKey) {
        String offering = entry.text("id").orElse(offeringKey);
        if (!offering.equals(offeringKey)) {
            // Only the key is unique among a provider's offerings.
            entry.note("id", "differs from its key in the file; the key is used");
            offering = offeringKey;
        }
        if (offering.isBlank() || offering.length() > MAX_ID) {
            throw new MalformedEntry(entry.at(), "must have an id of 1 to " + MAX_ID + " characters", offering);
        }
        ObjectNode record = JsonSource.newRecord("offering")
                .put("provider", id.orElseThrow())
                .put("id", offering);
        entry.entry("limit").ifPresent(limit -> {
            put(record, "contextWindow", limit.tokens("context"));
            put(record, "maxInput", limit.tokens("input"));
            put(record, "maxOutput", limit.tokens("output"));
            limit.ignoreRest();
        });
        status(entry).ifPresent(status -> record.put("status", status));
        FeatureFlags features = ModelsDevReader.features(entry);
        features.putInto(record);
        record.put("source", SOURCE);
        entry.date("last_updated").ifPresent(date -> record.put("date", date));
        Optional<String> name = entry.text("name");
        String offered = offering;
        ModelsDevPrices prices = new ModelsDevPrices(entry, sink);
        record.set("prices", prices.read(amounts -> kind(entry, amounts, offered, name.orElse(""))));
        // Other facts that a provider states about the model are not stored as facts of the model.
        entry.node("family");
        entry.ignoreRest();
        OfferingDescriptor descriptor = new OfferingDescriptor(
                id.orElseThrow(), offering, name.map(OfferingNames::ofModel).orElse(null), null, null);
        String proposed = proposed(offering);
        sink.offering(entry.at(), record, descriptor, about(proposed, features, entry), proposed);
    }

    private Optional<String> status(JsonEntry entry) {
        Optional<String> status = entry.text("status").map(text -> text.toLowerCase(Locale.ROOT));
        if (status.isPresent() && !STATUSES.contains(status.get())) {
            entry.note("status", "unknown status, left out");
            return Optional.empty();
        }
        return status;
    }

    /** Features of the model, which only the publisher's own service states. */
    private List<ObjectNode> about(String proposed, FeatureFlags features, JsonEntry entry) {
        ObjectNode model = JsonSource.newRecord("model");
        if (proposed == null || !proposed.startsWith(publisher() + "/") || !features.putInto(model)) {
            return List.of();
        }
        ObjectNode source = model.putArray("sources").addObject();
        source.putArray("facts").add("supports");
        source.put("source", SOURCE);
        entry.date("last_updated").ifPresent(date -> source.put("date", date));
        return List.of(model);
    }

    /** The vendor whose service this provider is, if it is one. */
    private String publisher() {
        String service = OWN_SERVICE.matcher(id.orElseThrow()).replaceFirst("");
        // A host of many publishers' models may be the service of one of them as well; its ids do not say which it is.
        Optional<String> vendor =
                ProviderNames.isHost(service) ? Optional.empty() : PublisherServices.vendorOf(service);
        return vendor.orElseGet(() -> VendorNames.canonical(service));
    }

    /**
     * Id of the model, if the offering's id names a known publisher or a publisher serves a model of its own product line;
     * null otherwise. Other parts of a path are hosts, environments and folders, and would be invented publishers.
     */
    private String proposed(String offering) {
        String provider = id.orElseThrow();
        if (SERVED_OTHERWISE.matcher(offering.toLowerCase(Locale.ROOT)).matches()) {
            return null;
        }
        String vendor;
        String slug;
        if (offering.contains("/")) {
            Optional<Spelling> named = Spelling.inPath(provider, offering)
                    .filter(spelling -> VendorNames.isKnown(spelling.vendor()) || NAMES_PUBLISHERS.contains(provider));
            if (named.isEmpty()) {
                return null;
            }
            vendor = named.get().vendor();
            slug = named.get().slug();
        } else {
            vendor = publisher();
            slug = offering.toLowerCase(Locale.ROOT);
            boolean ownLine = VendorNames.ofLine(slug).equals(Optional.of(vendor))
                    // Such as venice-uncensored at Venice.
                    || slug.startsWith(provider + "-");
            if (!ownLine) {
                return null;
            }
        }
        String proposed = vendor + "/" + slug;
        return MODEL.matcher(proposed).matches() ? proposed : null;
    }

    private static void put(ObjectNode record, String fact, OptionalLong tokens) {
        tokens.ifPresent(known -> record.put(fact, known));
    }

    private String kind(JsonEntry entry, PriceAmounts amounts, String offering, String name) {
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
        entry.note("cost", "0 does not say whether the offering is free; the price is stored as unknown");
        return "unknown";
    }
}
