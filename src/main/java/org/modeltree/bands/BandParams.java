package org.modeltree.bands;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.catalog.TraitParams;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Query parameters of bands other than the traits of the cohort. */
public record BandParams(
        @RestQuery String lower,
        @RestQuery String upper,
        @RestQuery String asOf,
        @RestQuery String cohort) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int MAX_PERCENTILES = 100;
    private static final int MAX_BINS = 100;

    /** The percentiles to give; null means absent. */
    public BandView.Question question(String percentiles, String histogram) {
        BigDecimal from = percentile("lower", lower, CapabilityStanding.LOWER);
        BigDecimal to = percentile("upper", upper, CapabilityStanding.UPPER);
        if (from.compareTo(to) >= 0) {
            throw lower == null
                    ? new Problem.InvalidParameter(
                            "upper", "must be above lower (" + from.toPlainString() + "), was " + to.toPlainString())
                    : new Problem.InvalidParameter(
                            "lower", "must be below upper (" + to.toPlainString() + "), was " + from.toPlainString());
        }
        List<String> extra = Parameters.list("percentiles", percentiles, MAX_PERCENTILES, 60);
        Long bins = Parameters.integer("histogram", histogram, 1, MAX_BINS);
        return new BandView.Question(
                from,
                to,
                extra == null
                        ? null
                        : extra.stream()
                                .map(percentile -> Parameters.decimal("percentiles", percentile, 0, 100))
                                .toList(),
                bins == null ? null : bins.intValue());
    }

    /** The cohort; {@code today} is the last day that it may be asked for. */
    public Cohort cohort(TraitParams traits, LocalDate today) {
        LocalDate day = Parameters.date("asOf", asOf);
        if (day != null && day.isAfter(today)) {
            throw new Problem.InvalidParameter(
                    "asOf", "must not be after today, " + today + " in UTC, was " + Parameters.quoted(asOf));
        }
        String name = NamedCohorts.name(cohort);
        if (day != null && name.startsWith(Cohort.AT_RELEASE)) {
            throw new Problem.InvalidParameter(
                    "asOf", "must not be combined with cohort=atRelease, which ends with the release of its model");
        }
        return Cohort.of(traits.traits(), day, name);
    }

    private static BigDecimal percentile(String name, String value, BigDecimal defaultValue) {
        BigDecimal percentile = Parameters.decimal(name, value);
        if (percentile == null) {
            return defaultValue;
        }
        if (percentile.signum() <= 0 || percentile.compareTo(HUNDRED) >= 0) {
            throw new Problem.InvalidParameter(name, "must be above 0 and below 100, was " + Parameters.shown(value));
        }
        return percentile;
    }
}
