package org.modeltree.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.modeltree.catalog.query.FeatureSupport;
import org.modeltree.catalog.vendor.VendorRef;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.http.value.TimeText;

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
        Instant updatedAt)
        implements JsonMembers {

    /** Accepted and produced modalities; null where unknown. */
    public record Modalities(List<String> input, List<String> output) {}

    /** Web page about the model. */
    public record Link(String type, String url) {}

    private static final SerializedString ID = new SerializedString("id");
    private static final SerializedString NAME = new SerializedString("name");
    private static final SerializedString VENDOR = new SerializedString("vendor");
    private static final SerializedString FAMILY = new SerializedString("family");
    private static final SerializedString KIND = new SerializedString("kind");
    private static final SerializedString SUBTITLE = new SerializedString("subtitle");
    private static final SerializedString SUMMARY = new SerializedString("summary");
    private static final SerializedString RELEASE_DATE = new SerializedString("releaseDate");
    private static final SerializedString LIFECYCLE = new SerializedString("lifecycle");
    private static final SerializedString ANNOUNCED_DATE = new SerializedString("announcedDate");
    private static final SerializedString DEPRECATED_DATE = new SerializedString("deprecatedDate");
    private static final SerializedString RETIRED_DATE = new SerializedString("retiredDate");
    private static final SerializedString SUCCESSOR = new SerializedString("successor");
    private static final SerializedString CONTEXT_WINDOW = new SerializedString("contextWindow");
    private static final SerializedString CONTEXT_WINDOW_STATUS = new SerializedString("contextWindowStatus");
    private static final SerializedString MAX_OUTPUT = new SerializedString("maxOutput");
    private static final SerializedString MAX_OUTPUT_STATUS = new SerializedString("maxOutputStatus");
    private static final SerializedString PARAMETERS = new SerializedString("parameters");
    private static final SerializedString PARAMETERS_STATUS = new SerializedString("parametersStatus");
    private static final SerializedString PRICING_STATUS = new SerializedString("pricingStatus");
    private static final SerializedString OPEN_WEIGHTS = new SerializedString("openWeights");
    private static final SerializedString LICENCE = new SerializedString("licence");
    private static final SerializedString MODALITIES = new SerializedString("modalities");
    private static final SerializedString SUPPORTS = new SerializedString("supports");
    private static final SerializedString KNOWLEDGE_CUTOFF = new SerializedString("knowledgeCutoff");
    private static final SerializedString WEB_LINKS = new SerializedString("webLinks");
    private static final SerializedString ALIASES = new SerializedString("aliases");
    private static final SerializedString REVISION = new SerializedString("revision");
    private static final SerializedString UPDATED_AT = new SerializedString("updatedAt");
    private static final SerializedString INPUT = new SerializedString("input");
    private static final SerializedString OUTPUT = new SerializedString("output");
    private static final SerializedString TYPE = new SerializedString("type");
    private static final SerializedString URL = new SerializedString("url");

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

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.write(out, ID, id);
        JsonFields.write(out, NAME, name);
        out.writeFieldName(VENDOR);
        out.writeStartObject();
        JsonFields.write(out, ID, vendor.id());
        JsonFields.write(out, NAME, vendor.name());
        out.writeEndObject();
        JsonFields.write(out, FAMILY, family);
        JsonFields.write(out, KIND, kind);
        JsonFields.write(out, SUBTITLE, subtitle);
        JsonFields.write(out, SUMMARY, summary);
        JsonFields.write(out, RELEASE_DATE, releaseDate);
        JsonFields.write(out, LIFECYCLE, lifecycle);
        JsonFields.write(out, ANNOUNCED_DATE, announcedDate);
        JsonFields.write(out, DEPRECATED_DATE, deprecatedDate);
        JsonFields.write(out, RETIRED_DATE, retiredDate);
        JsonFields.write(out, SUCCESSOR, successor);
        JsonFields.write(out, CONTEXT_WINDOW, contextWindow);
        JsonFields.write(out, CONTEXT_WINDOW_STATUS, contextWindowStatus);
        JsonFields.write(out, MAX_OUTPUT, maxOutput);
        JsonFields.write(out, MAX_OUTPUT_STATUS, maxOutputStatus);
        JsonFields.write(out, PARAMETERS, parameters);
        JsonFields.write(out, PARAMETERS_STATUS, parametersStatus);
        JsonFields.write(out, PRICING_STATUS, pricingStatus);
        JsonFields.write(out, OPEN_WEIGHTS, openWeights);
        JsonFields.write(out, LICENCE, licence);
        out.writeFieldName(MODALITIES);
        out.writeStartObject();
        JsonFields.write(out, INPUT, modalities.input());
        JsonFields.write(out, OUTPUT, modalities.output());
        out.writeEndObject();
        out.writeFieldName(SUPPORTS);
        supports.serialize(out, null);
        JsonFields.write(out, KNOWLEDGE_CUTOFF, knowledgeCutoff);
        out.writeFieldName(WEB_LINKS);
        out.writeStartArray();
        for (Link link : webLinks) {
            out.writeStartObject();
            JsonFields.write(out, TYPE, link.type());
            JsonFields.write(out, URL, link.url());
            out.writeEndObject();
        }
        out.writeEndArray();
        JsonFields.write(out, ALIASES, aliases);
        JsonFields.write(out, REVISION, revision);
        JsonFields.write(out, UPDATED_AT, TimeText.of(updatedAt));
    }
}
