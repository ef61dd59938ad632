package org.modeltree.bands.capability;

import java.util.Locale;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;

/**
 * JSON view of a capability.
 *
 * @param label label, in the reader's language
 * @param description description, in the reader's language
 * @param basis what a score is based on, in a few words
 * @param gauge axis to draw raw values on
 * @param count number of models that report the benchmark
 * @param revision catalog revision of the capability's last change
 */
record CapabilityView(
        String id,
        String label,
        String description,
        String basis,
        BenchmarkRef benchmark,
        ScaleView scale,
        Gauge gauge,
        long count,
        long revision) {

    /**
     * JSON view of a scale.
     *
     * @param kind {@code log} or {@code linear}
     * @param floor raw value that scores 0, in the benchmark's unit
     * @param ceiling raw value that scores 10, in the benchmark's unit
     * @param better {@code higher} or {@code lower}: which raw values are better
     */
    record ScaleView(String kind, Number floor, Number ceiling, String better) {}

    static CapabilityView of(CapabilityStanding standing, Language language) {
        Capability capability = standing.capability;
        return new CapabilityView(
                capability.id(),
                standing.label(language),
                language.of(capability.descriptionEn(), capability.descriptionZh()),
                standing.basis(language),
                BenchmarkRef.of(capability, language),
                new ScaleView(
                        standing.scale.kind().name().toLowerCase(Locale.ROOT),
                        Numbers.plain(standing.scale.floor()),
                        Numbers.plain(standing.scale.ceiling()),
                        standing.scale.lowerIsBetter() ? "lower" : "higher"),
                capability.axis().gauge(language),
                standing.distribution.n(),
                capability.revision());
    }
}
