package org.modeltree.pages.list;

import java.util.List;
import org.modeltree.card.words.Labels;

/**
 * Who serves models, for how much.
 *
 * @param given ids as they were given; empty before any was
 * @param models the models of the rows, by id
 * @param offers the cheapest first
 */
public record OfferingsPage(String given, List<Named> models, List<Offer> offers, Labels labels) {

    /** A model by id and name. */
    public record Named(String id, String name) {}

    /**
     * An offering.
     *
     * @param providerId id of the provider
     * @param input price of 1M tokens of input; null if unknown
     * @param output price of 1M tokens of output; null if unknown
     * @param mixed price of 1M tokens, three of input to one of output; null if unknown
     * @param sort the mixed price as a number; empty if unknown
     */
    public record Offer(
            String model,
            String name,
            String provider,
            String providerId,
            String id,
            String input,
            String output,
            String mixed,
            String sort,
            String kind,
            String contextWindow,
            Long tokens) {}
}
