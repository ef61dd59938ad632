package org.modeltree.card;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.JsonMember;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.revision.dependency.Part;

/**
 * A card in one language without its labels and scores, which are added to each answer: many cards have the same labels, and
 * scores move when other models change.
 *
 * @param revision revision of the catalog that last changed the model
 * @param released release date of the model; null if unknown
 * @param counting its counting measurements, by benchmark
 * @param parts parts of the catalog that the card is made of, without the tallies of its scores
 * @param methods methods of relations that the labels explain
 * @param before members before {@code performance}
 * @param between members between {@code performance} and {@code labels}
 * @param after members after {@code labels}
 */
record CardFrame(
        long revision,
        PartialDate released,
        Map<String, CountingMeasurement> counting,
        List<Part> parts,
        Map<String, String> methods,
        JsonBytes before,
        JsonBytes between,
        JsonBytes after) {

    /** Member of a card that has its scores. */
    static final String PERFORMANCE = "performance";

    /** Member of a card that has its words. */
    static final String LABELS = "labels";

    private static final int BYTES_OF_MEASUREMENT = 200;
    private static final int BYTES_OF_PART = 100;

    /** Key of a frame that is kept in memory. What a card states can change with the day. */
    record Known(String modelId, Language language, LocalDate day) {}

    /**
     * The frame of a card.
     *
     * @param json the same card as JSON
     */
    static CardFrame of(CardView card, byte[] json, Map<String, CountingMeasurement> counting, List<Part> parts) {
        JsonMember.Around performance = JsonMember.around(json, PERFORMANCE);
        JsonMember.Around words = JsonMember.around(performance.after().inBraces(), LABELS);
        return new CardFrame(
                card.revision(),
                card.releaseDate(),
                counting,
                parts,
                card.labels().methods(),
                performance.before(),
                words.before(),
                words.after());
    }

    /** Approximate size in bytes. */
    int bytes() {
        return 300
                + before.size()
                + between.size()
                + after.size()
                + BYTES_OF_MEASUREMENT * counting.size()
                + BYTES_OF_PART * parts.size();
    }
}
