package org.modeltree.catalog.vendor;

import java.time.LocalDate;
import org.modeltree.http.value.PartialDate;

/**
 * Vendor as JSON.
 *
 * @param modelCount number of its models, 0 or more
 * @param firstRelease earliest release date of its models; null if none is known
 * @param lastRelease latest release date of its models; null if none is known
 * @param revision catalog revision of the vendor's last change
 */
public record VendorView(
        String id,
        String name,
        String url,
        long modelCount,
        PartialDate firstRelease,
        PartialDate lastRelease,
        long revision) {

    static VendorView of(
            String id,
            String name,
            String url,
            long modelCount,
            LocalDate firstDate,
            String firstPrecision,
            LocalDate lastDate,
            String lastPrecision,
            long revision) {
        return new VendorView(
                id,
                name,
                url,
                modelCount,
                PartialDate.of(firstDate, firstPrecision),
                PartialDate.of(lastDate, lastPrecision),
                revision);
    }
}
