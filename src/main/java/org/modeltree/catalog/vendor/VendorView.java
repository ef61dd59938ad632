package org.modeltree.catalog.vendor;

import java.time.LocalDate;
import org.modeltree.http.value.PartialDate;

/** A vendor as JSON, with the number of its models and its first and last release. */
record VendorView(String id, String name, String url, long models, PartialDate firstRelease, PartialDate lastRelease) {

    static VendorView of(
            String id,
            String name,
            String url,
            long models,
            LocalDate firstDate,
            String firstPrecision,
            LocalDate lastDate,
            String lastPrecision) {
        return new VendorView(
                id,
                name,
                url,
                models,
                PartialDate.of(firstDate, firstPrecision),
                PartialDate.of(lastDate, lastPrecision));
    }
}
