package org.modeltree.imports.unmatched;

import java.util.ArrayList;
import java.util.List;
import org.modeltree.identity.Match;

/**
 * Model that an unmatched offering may serve.
 *
 * @param model id of the model
 * @param rule rule that led to it, such as {@code snapshot}; null without one
 * @param certainty {@code likely} (a rule leads to it, but another model may be meant), {@code contradicted} (other evidence
 *     leads to another model) or {@code similar} (only the ids or names are alike)
 */
public record Candidate(String model, String rule, String certainty) {

    private static final String LIKELY = "likely";
    private static final String CONTRADICTED = "contradicted";
    private static final String SIMILAR = "similar";

    /** Candidates of a match, the most likely first. */
    public static List<Candidate> of(Match match) {
        List<Candidate> candidates = new ArrayList<>();
        for (String model : match.candidates()) {
            if (match instanceof Match.Likely likely && candidates.isEmpty()) {
                candidates.add(new Candidate(model, likely.rule().json(), LIKELY));
            } else {
                candidates.add(new Candidate(model, null, match instanceof Match.Ambiguous ? CONTRADICTED : SIMILAR));
            }
        }
        return List.copyOf(candidates);
    }
}
