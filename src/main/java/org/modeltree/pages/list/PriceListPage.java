package org.modeltree.pages.list;

import java.util.List;
import org.modeltree.card.words.Labels;

/**
 * What one provider serves today, for how much.
 *
 * @param url web page of the provider; null if unknown
 * @param vendor publishers whose models are listed, as they were given; empty for all
 * @param total number of offerings on all pages
 * @param atLeast whether there may be more
 * @param meant publishers that may have been meant by unknown ones
 * @param offers by model, then by the provider's own id
 * @param next cursor of the next page; null on the last one
 */
public record PriceListPage(
        String id,
        String name,
        String url,
        String vendor,
        long total,
        boolean atLeast,
        List<String> meant,
        List<Offer> offers,
        String next,
        Labels labels) {

    /**
     * An offering.
     *
     * @param model id of the model
     * @param vendorId id of its publisher
     * @param vendor name of its publisher
     * @param id the provider's id of the model
     * @param input price of 1M tokens of input; null if unknown
     * @param output price of 1M tokens of output; null if unknown
     * @param kind how it is paid for, in words
     * @param tokens context window at the provider; null if unknown
     * @param contextWindow the same in a few characters; null if unknown
     * @param ends day on which the offering ends, in words; null if none is known
     */
    public record Offer(
            String model,
            String name,
            String vendorId,
            String vendor,
            String id,
            String input,
            String output,
            String kind,
            Long tokens,
            String contextWindow,
            String ends) {}
}
