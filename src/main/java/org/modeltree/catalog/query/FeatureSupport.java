package org.modeltree.catalog.query;

import java.util.Arrays;

/** Features as JSON: true if there is one, false if there certainly is none, null if unknown. */
public record FeatureSupport(
        Boolean tools,
        Boolean structuredOutput,
        Boolean reasoning,
        Boolean attachments,
        Boolean temperature,
        Boolean streaming) {

    /**
     * Features from two stored lists of {@link Feature#word()}; null is an empty list.
     *
     * @param supports features that there are
     * @param lacks features that there are not
     */
    public static FeatureSupport of(String[] supports, String[] lacks) {
        return new FeatureSupport(
                support(supports, lacks, Feature.TOOLS),
                support(supports, lacks, Feature.STRUCTURED_OUTPUT),
                support(supports, lacks, Feature.REASONING),
                support(supports, lacks, Feature.ATTACHMENTS),
                support(supports, lacks, Feature.TEMPERATURE),
                support(supports, lacks, Feature.STREAMING));
    }

    private static Boolean support(String[] supports, String[] lacks, Feature feature) {
        if (contains(supports, feature)) {
            return true;
        }
        return contains(lacks, feature) ? false : null;
    }

    private static boolean contains(String[] words, Feature feature) {
        return words != null && Arrays.asList(words).contains(feature.word());
    }
}
