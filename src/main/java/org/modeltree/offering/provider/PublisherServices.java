package org.modeltree.offering.provider;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Providers by which publishers serve their own models. Most have the publisher's own id; this table has the others, which
 * are named after a product or a company. Services of one country with prices of their own, such as {@code alibaba-cn}, are
 * not among them: their prices are not what a model costs elsewhere.
 */
public final class PublisherServices {

    /** Vendor ids, each with the ids of its providers. */
    private static final Map<String, List<String>> SERVICES = Map.ofEntries(
            services("amazon", "nova", "amazon-nova", "amazon_nova", "amazon-bedrock"),
            services("google", "google-vertex"),
            services("ibm", "watsonx"),
            services("inclusionai", "bailing"),
            services("inceptionlabs", "inception"),
            services("jina", "jina-ai"),
            services("meta", "llama"),
            services("microsoft", "azure", "azure-ai"),
            services("meituan", "longcat"),
            services("mistral", "codestral"),
            services("snowflake", "snowflake-cortex"),
            services("stabilityai", "stability"),
            services("stepfun", "stepfun-ai"),
            services("tencent", "tencent-tokenhub"),
            services("together", "togetherai"),
            services("vercel", "v0"),
            services("zhipuai", "zai"));

    private PublisherServices() {}

    private static Map.Entry<String, List<String>> services(String vendor, String... providers) {
        return Map.entry(vendor, Arrays.asList(providers));
    }

    /** Providers by which a vendor serves its own models, the one that counts most first: that with its own id. */
    public static List<String> of(String vendor) {
        return Stream.concat(Stream.of(vendor), SERVICES.getOrDefault(vendor, List.of()).stream())
                .toList();
    }

    /** The vendor that serves its own models by a provider with another id. */
    public static Optional<String> vendorOf(String provider) {
        return SERVICES.entrySet().stream()
                .filter(services -> services.getValue().contains(provider))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Position of a provider among the {@link #of services} of a model's vendor; after all of them for another provider. */
    public static int position(String model, String provider) {
        int position = of(model.substring(0, model.indexOf('/'))).indexOf(provider);
        return position < 0 ? Integer.MAX_VALUE : position;
    }

    /**
     * SQL rows {@code (provider, position)} of the services of a vendor.
     *
     * @param vendor SQL expression for the id of the vendor
     */
    public static String rows(String vendor) {
        String others = SERVICES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> IntStream.range(0, entry.getValue().size())
                        .mapToObj(i -> "('%s', '%s', %d)"
                                .formatted(entry.getKey(), entry.getValue().get(i), i + 1)))
                .collect(Collectors.joining(", "));
        return """
                select %1$s as provider, 0 as position
                union all
                select service.provider, service.position
                from (values %2$s) service (vendor, provider, position)
                where service.vendor = %1$s
                """.formatted(vendor, others);
    }
}
