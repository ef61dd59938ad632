package org.modeltree.identity;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modeltree.catalog.query.SearchText;

/** What one offering is looked up by: its own id in all interpretations, the publisher's link, and its names. */
record LookupKeys(
        OfferingDescriptor descriptor,
        String offering,
        ProviderPath path,
        List<Spelling> own,
        List<Spelling> linked,
        List<String> urls,
        List<String> names) {

    private static final String WEIGHTS = "https://huggingface.co/";
    private static final Pattern HOST = Pattern.compile("^https?://[^/]+/");

    /** A name, and another one in brackets after it. */
    static final Pattern IN_BRACKETS = Pattern.compile("^(.*?)\\s*\\(([^()]+)\\)\\s*$");

    /** Numbers that may follow those of a version. */
    static final List<String> FURTHER_NUMBERS = List.of("1", "2", "3", "4", "5", "6", "7", "8", "9");

    /** Models of which Ollama's plain tags are those of base models. */
    private static final String PLAIN_TAGS_OF_BASE = "/starcoder2-";

    /** Version of a provider's interface after one of the model; a date before it tells the model. */
    private static final Pattern PROVIDER_VERSION = Pattern.compile("\\d-v(\\d+)(:\\d+(:\\d+k)?)?$");

    private static final Pattern DATED_VERSION = Pattern.compile("-20\\d{6}-v\\d");

    /** Words that providers put in front of all their ids. */
    private static final Set<String> PROVIDER_PREFIXES = Set.of("duo", "chat", "agentic");

    static LookupKeys of(OfferingDescriptor descriptor) {
        String provider = SearchText.idKey(descriptor.provider());
        List<Spelling> linked = descriptor.link() == null
                ? List.of()
                : Spelling.of(
                        ProviderPath.of("", HOST.matcher(descriptor.link()).replaceFirst("")), null);
        ProviderPath path = ProviderPath.of(
                provider, ProviderPath.baseOfFineTune(descriptor.offering()).orElse(descriptor.offering()));
        return new LookupKeys(
                descriptor,
                descriptor.provider() + " " + descriptor.offering(),
                path,
                Spelling.of(path, descriptor.vendor()),
                linked,
                urls(descriptor.link()),
                names(descriptor));
    }

    private static List<String> urls(String link) {
        if (link == null) {
            return List.of();
        }
        String folded = link.strip().toLowerCase(Locale.ROOT);
        return List.of(folded.contains("://") ? folded : WEIGHTS + folded);
    }

    /** The name without any path, and the name in brackets if only provider prefixes precede it. */
    private static List<String> names(OfferingDescriptor descriptor) {
        if (descriptor.name() == null) {
            return List.of();
        }
        Set<String> names = new LinkedHashSet<>();
        String name = descriptor.name().substring(descriptor.name().lastIndexOf('/') + 1);
        names.add(SearchText.nameKey(name.strip()));
        Matcher brackets = IN_BRACKETS.matcher(name);
        if (brackets.matches() && Spelling.shape(brackets.group(1)).stream().allMatch(PROVIDER_PREFIXES::contains)) {
            names.add(SearchText.nameKey(brackets.group(2)));
        }
        return List.copyOf(names);
    }

    /** Possible aliases: the offering's id after its provider, alone, and without a region. */
    List<String> aliases() {
        return List.of(
                SearchText.idKey(descriptor.provider() + "/" + descriptor.offering()),
                SearchText.idKey(descriptor.offering()),
                SearchText.idKey(ProviderPath.withoutRegion(descriptor.offering())));
    }

    /** The version of the provider's interface at the end of the id, if it follows a number of the model; else empty. */
    String providerVersion() {
        String id = SearchText.idKey(descriptor.offering());
        Matcher version = PROVIDER_VERSION.matcher(id);
        return path.bedrock() && version.find() && !DATED_VERSION.matcher(id).find() ? version.group(1) : "";
    }

    /** The offering without a region. */
    String everywhere() {
        return descriptor.provider() + " " + ProviderPath.withoutRegion(descriptor.offering());
    }

    /** Vendors whose newest model the id may mean. */
    List<String> vendorsOfLatest() {
        return own.stream()
                .filter(Spelling::isLatest)
                .flatMap(spelling -> spelling.vendor().isEmpty()
                        ? VendorNames.ofBrand(spelling.slug()).stream()
                        : Stream.of(spelling.vendor()))
                .distinct()
                .toList();
    }

    /**
     * Whether a plain name is that of a tuned model: the provider serves only such models, or the name is a tag of Ollama.
     *
     * @param base the model with the plain name
     * @param tuned the only other model whose name differs by a suffix of tuned models
     */
    boolean meansTuned(String base, String tuned) {
        boolean tag = path.tagged() && !base.contains(PLAIN_TAGS_OF_BASE);
        List<String> plain = Spelling.shape(base);
        List<String> other = Spelling.shape(tuned);
        return (path.shortened() || tag)
                && other.size() == plain.size() + 1
                && other.subList(0, plain.size()).equals(plain)
                && (descriptor.name() == null
                        || !Spelling.shape(descriptor.name()).contains("base"));
    }

    /** Whether the id is that of a customer's own model, so that the model in it is only the base. */
    boolean isFineTune() {
        return ProviderPath.baseOfFineTune(descriptor.offering()).isPresent();
    }

    /** Whether the id has no publisher, and nothing else but the name. */
    boolean isBare() {
        return path.vendors().isEmpty() && !path.routed();
    }
}
