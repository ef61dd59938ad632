package org.modeltree.catalog.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.JsonMembers;

/** Features as JSON: true if there is one, false if there certainly is none, null if unknown. */
public record FeatureSupport(
        Boolean tools,
        Boolean structuredOutput,
        Boolean reasoning,
        Boolean attachments,
        Boolean temperature,
        Boolean streaming)
        implements JsonMembers {

    private static final SerializedString TOOLS = new SerializedString("tools");
    private static final SerializedString STRUCTURED_OUTPUT = new SerializedString("structuredOutput");
    private static final SerializedString REASONING = new SerializedString("reasoning");
    private static final SerializedString ATTACHMENTS = new SerializedString("attachments");
    private static final SerializedString TEMPERATURE = new SerializedString("temperature");
    private static final SerializedString STREAMING = new SerializedString("streaming");

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

    @Override
    public void writeMembers(JsonGenerator out) throws IOException {
        JsonFields.write(out, TOOLS, tools);
        JsonFields.write(out, STRUCTURED_OUTPUT, structuredOutput);
        JsonFields.write(out, REASONING, reasoning);
        JsonFields.write(out, ATTACHMENTS, attachments);
        JsonFields.write(out, TEMPERATURE, temperature);
        JsonFields.write(out, STREAMING, streaming);
    }
}
