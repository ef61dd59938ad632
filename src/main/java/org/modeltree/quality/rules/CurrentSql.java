package org.modeltree.quality.rules;

import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.offering.provider.PublisherServices;

/** SQL conditions for offerings and prices. Those for what applies today need the parameter {@code today}. */
public final class CurrentSql {

    /** The price {@code p} applies today. */
    public static final String PRICE =
            "(p.valid_from is null or p.valid_from <= :today)" + " and (p.valid_to is null or p.valid_to > :today)";

    /**
     * The offering {@code o} may still be available: its end date, if any, is not certainly past, and its catalog still
     * lists it.
     */
    public static final String OFFERING =
            "(" + PartialDateSql.of("o.retired").reached() + ") is not true and o.last_seen is null";

    /** The publisher of the model {@code m} serves the offering {@code o} itself. */
    public static final String BY_PUBLISHER =
            "(o.provider_id in (select own.provider from (" + PublisherServices.rows("m.vendor_id") + ") own))";

    private CurrentSql() {}
}
