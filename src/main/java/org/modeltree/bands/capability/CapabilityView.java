package org.modeltree.bands.capability;

import java.util.Locale;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;

/** A capability as JSON. */
record CapabilityView(
        String id,
        String label,
        String description,
        String basis,
        BenchmarkRef benchmark,
        ScaleView scale,
        Gauge gauge,
        long n) {

    private static final String CONTEXT_BENCHMARK = "context-window";

    /** A scale as JSON. */
    record ScaleView(String kind, Number floor, Number ceiling, String better) {}

    static CapabilityView of(CapabilityStanding field, Language language) {
        Capability capability = field.capability;
        return new CapabilityView(
                capability.id(),
                field.label(language),
                language.of(capability.descriptionEn(), capability.descriptionZh()),
                field.basis(language),
                BenchmarkRef.of(capability),
                new ScaleView(
                        field.scale.kind().name().toLowerCase(Locale.ROOT),
                        Numbers.plain(field.scale.floor()),
                        Numbers.plain(field.scale.ceiling()),
                        field.scale.lowerIsBetter() ? "lower" : "higher"),
                capability.benchmarkId().equals(CONTEXT_BENCHMARK) ? Gauge.ofContext(language) : Gauge.of(field.scale),
                field.distribution.n());
    }
}
