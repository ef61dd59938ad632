package org.modeltree.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeltree.catalog.query.FeatureSupport;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;

/**
 * One model as JSON, in one language. Unknown values are null.
 *
 * @param id canonical id, {@code vendor/slug}
 * @param releaseDate first day of availability
 * @param announcedDate day of the announcement
 * @param deprecatedDate day from which on it is not recommended for new work
 * @param retiredDate day from which on it is no longer available
 * @param successor id of the model to use instead
 * @param contextWindow tokens, 1 or more
 * @param maxOutput tokens, 1 or more
 * @param parameters number of parameters, 1 or more
 * @param revision catalog revision of the model's last change
 * @param updatedAt time of the model's last change
 */
public record ModelView(
        String id,
        String name,
        VendorRef vendor,
        String family,
        String kind,
        String subtitle,
        String summary,
        PartialDate releaseDate,
        String lifecycle,
        PartialDate announcedDate,
        PartialDate deprecatedDate,
        PartialDate retiredDate,
        String successor,
        Long contextWindow,
        String contextWindowStatus,
        Long maxOutput,
        String maxOutputStatus,
        Long parameters,
        String parametersStatus,
        String pricingStatus,
        Boolean openWeights,
        String licence,
        Modalities modalities,
        FeatureSupport supports,
        PartialDate knowledgeCutoff,
        List<Link> webLinks,
        List<String> aliases,
        long revision,
        Instant updatedAt) {

    /** Accepted and produced modalities; null where unknown. */
    public record Modalities(List<String> input, List<String> output) {}

    /** Web page about the model. */
    public record Link(String type, String url) {}

    private static final String KNOWN = "known";

    static ModelView of(Model model, Language language) {
        return new ModelView(
                model.id,
                model.name,
                new VendorRef(model.vendorId, model.vendorName),
                model.family,
                model.kind,
                language.of(model.subtitleEn, model.subtitleZh),
                language.of(model.summaryEn, model.summaryZh),
                PartialDate.of(model.releaseDate, model.releasePrecision),
                model.lifecycle,
                PartialDate.of(model.announcedDate, model.announcedPrecision),
                PartialDate.of(model.deprecatedDate, model.deprecatedPrecision),
                PartialDate.of(model.retiredDate, model.retiredPrecision),
                model.successorId,
                whole(model.contextWindow),
                model.contextWindow == null ? model.contextWindowStatus : KNOWN,
                whole(model.maxOutput),
                model.maxOutput == null ? model.maxOutputStatus : KNOWN,
                model.parameters,
                model.parameters == null ? model.parametersStatus : KNOWN,
                model.pricingStatus,
                model.openWeights,
                model.licence,
                new Modalities(listOrNull(model.inputModalities), listOrNull(model.outputModalities)),
                FeatureSupport.of(model.supports, model.lacks),
                PartialDate.of(model.cutoffDate, model.cutoffPrecision),
                webLinks(model),
                model.aliases == null ? List.of() : List.of(model.aliases),
                model.revision,
                model.updatedAt);
    }

    private static List<Link> webLinks(Model model) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; model.linkTypes != null && i < model.linkTypes.length; i++) {
            links.add(new Link(model.linkTypes[i], model.linkUrls[i]));
        }
        return links;
    }

    private static Long whole(Double tokens) {
        return tokens == null ? null : Long.valueOf(Math.round(tokens));
    }

    private static List<String> listOrNull(String[] values) {
        return values == null ? null : Arrays.asList(values);
    }
}
