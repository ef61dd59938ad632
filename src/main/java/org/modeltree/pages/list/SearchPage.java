package org.modeltree.pages.list;

import java.util.List;
import org.modeltree.card.words.Labels;

/**
 * Models that match words.
 *
 * @param query the words; empty for every model
 * @param vendor id of the publisher; empty for all
 * @param models a page of them
 * @param total how many there are
 * @param atLeast whether there may be more than the total
 * @param next cursor of the next page, encoded for a query; null on the last page
 * @param labels words for the columns
 */
public record SearchPage(
        String query, String vendor, List<Found> models, String total, boolean atLeast, String next, Labels labels) {}
