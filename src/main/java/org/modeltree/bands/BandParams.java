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

/** The query parameters of bands that traits do not cover. */
record BandParams(
        @RestQuery String lower,
        @RestQuery String upper,
        @RestQuery String asOf) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int MAX_PERCENTILES = 100;
    private static final int MAX_BINS = 100;

    BandView.Question question(String percentiles, String histogram) {
        BigDecimal from = inside("lower", lower, CapabilityStanding.LOWER);
        BigDecimal to = inside("upper", upper, CapabilityStanding.UPPER);
        if (from.compareTo(to) >= 0) {
            throw lower == null
                    ? new Problem.InvalidParameter(
                            "upper", "must be above lower (" + from.toPlainString() + "), was " + to.toPlainString())
                    : new Problem.InvalidParameter(
                            "lower", "must be below upper (" + to.toPlainString() + "), was " + from.toPlainString());
        }
        List<String> more = Parameters.list("percentiles", percentiles, MAX_PERCENTILES, 60);
        Long bins = Parameters.integer("histogram", histogram, 1, MAX_BINS);
        return new BandView.Question(
                from,
                to,
                more == null
                        ? null
                        : more.stream()
                                .map(percentile -> Parameters.decimal("percentiles", percentile, 0, 100))
                                .toList(),
                bins == null ? null : bins.intValue());
    }

    Cohort cohort(TraitParams traits) {
        LocalDate day = Parameters.date("asOf", asOf);
        return Cohort.of(traits.traits(), day);
    }

    private static BigDecimal inside(String name, String value, BigDecimal otherwise) {
        BigDecimal percentile = Parameters.decimal(name, value);
        if (percentile == null) {
            return otherwise;
        }
        if (percentile.signum() <= 0 || percentile.compareTo(HUNDRED) >= 0) {
            throw new Problem.InvalidParameter(name, "must be above 0 and below 100, was " + Parameters.shown(value));
        }
        return percentile;
    }
}
