package org.modeltree.identity;

import java.util.List;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.value.PartialDate;

/**
 * Model that an id means, as JSON.
 *
 * @param given id as the client sent it
 * @param id canonical id of the model; null if no rule leads to one
 * @param name name of the model; null without one
 * @param reason rule that led to the model, such as {@code alias}; null without one
 * @param matched the id, alias or offering's id that matched; null without one
 * @param provider provider of the offering if it is the only one with this id; else null
 * @param certain whether the id can mean no other model
 * @param fixed whether the id means this model for good; if not, models that appear later may change its meaning
 * @param since release of the model if the id means the latest one of a series; else null
 * @param suggestions ids of models that may be meant instead, the most likely first
 */
public record ResolutionView(
        String given,
        String id,
        String name,
        String reason,
        String matched,
        String provider,
        boolean certain,
        boolean fixed,
        PartialDate since,
        List<String> suggestions) {

    static ResolutionView of(String given, IdRules.Resolution resolution, ModelView model) {
        List<String> others = resolution.match().candidates().stream()
                .filter(id -> !id.equals(model.id()))
                .toList();
        boolean certain = false;
        boolean fixed = false;
        Rule rule = Rule.SPELLING;
        if (resolution.match() instanceof Match.Found found) {
            certain = true;
            fixed = found.fixed();
            rule = found.rule();
        } else if (resolution.match() instanceof Match.Likely likely) {
            rule = likely.rule();
        }
        return new ResolutionView(
                given,
                model.id(),
                model.name(),
                rule.json(),
                resolution.matched(),
                resolution.provider(),
                certain,
                fixed,
                certain && !fixed && rule == Rule.SNAPSHOT ? model.releaseDate() : null,
                others);
    }

    static ResolutionView unresolved(String given, List<String> suggestions) {
        return new ResolutionView(given, null, null, null, null, null, false, false, null, suggestions);
    }

    /**
     * Resolutions of several ids.
     *
     * @param data in the order of the ids
     */
    record Batch(List<ResolutionView> data) {}
}
