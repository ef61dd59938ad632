package org.modeltree.bench.spring;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** JSON of the service in English, with the same keys in the same order. */
record ModelView(
        String id,
        String name,
        Vendor vendor,
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
        Supports supports,
        PartialDate knowledgeCutoff,
        List<Link> webLinks,
        List<String> aliases,
        long revision,
        Instant updatedAt) {

    record Vendor(String id, String name) {}

    record Modalities(List<String> input, List<String> output) {}

    record Supports(
            Boolean tools,
            Boolean structuredOutput,
            Boolean reasoning,
            Boolean attachments,
            Boolean temperature,
            Boolean streaming) {

        static Supports of(Model model) {
            return new Supports(
                    known(model, "tools"),
                    known(model, "structured_output"),
                    known(model, "reasoning"),
                    known(model, "attachments"),
                    known(model, "temperature"),
                    known(model, "streaming"));
        }

        private static Boolean known(Model model, String feature) {
            if (model.supports != null && Arrays.asList(model.supports).contains(feature)) {
                return true;
            }
            return model.lacks != null && Arrays.asList(model.lacks).contains(feature) ? false : null;
        }
    }

    record Link(String type, String url) {}

    record PartialDate(String value, String precision) {

        static PartialDate of(LocalDate day, String precision) {
            if (day == null) {
                return null;
            }
            int length = precision.equals("year") ? 4 : precision.equals("month") ? 7 : 10;
            return new PartialDate(day.toString().substring(0, length), precision);
        }
    }

    static ModelView of(Model model) {
        List<Link> links = new ArrayList<>();
        for (int i = 0; model.linkTypes != null && i < model.linkTypes.length; i++) {
            links.add(new Link(model.linkTypes[i], model.linkUrls[i]));
        }
        return new ModelView(
                model.id,
                model.name,
                new Vendor(model.vendorId, model.vendorName),
                model.family,
                model.kind,
                model.subtitleEn,
                model.summaryEn,
                PartialDate.of(model.releaseDate, model.releasePrecision),
                model.lifecycle,
                PartialDate.of(model.announcedDate, model.announcedPrecision),
                PartialDate.of(model.deprecatedDate, model.deprecatedPrecision),
                PartialDate.of(model.retiredDate, model.retiredPrecision),
                model.successorId,
                whole(model.contextWindow),
                model.contextWindow == null ? model.contextWindowStatus : "known",
                whole(model.maxOutput),
                model.maxOutput == null ? model.maxOutputStatus : "known",
                model.parameters,
                model.parameters == null ? model.parametersStatus : "known",
                model.pricingStatus,
                model.openWeights,
                model.licence,
                new Modalities(listOrNull(model.inputModalities), listOrNull(model.outputModalities)),
                Supports.of(model),
                PartialDate.of(model.cutoffDate, model.cutoffPrecision),
                links,
                model.aliases == null ? List.of() : List.of(model.aliases),
                model.revision,
                model.updatedAt.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Long whole(Double tokens) {
        return tokens == null ? null : Long.valueOf(Math.round(tokens));
    }

    private static List<String> listOrNull(String[] values) {
        return values == null ? null : Arrays.asList(values);
    }
}
