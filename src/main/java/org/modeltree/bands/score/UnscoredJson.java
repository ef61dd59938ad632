package org.modeltree.bands.score;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.http.value.JsonBytes;
import org.modeltree.http.value.JsonFields;
import org.modeltree.http.value.Language;

/**
 * JSON of scores that models do not have. Most models have no score on most capabilities, and all of them show the same there
 * but for the cohort of their release.
 */
@Singleton
class UnscoredJson {

    /** Each has some 1,500 bytes. */
    private static final int MAX_KEPT = 500;

    /**
     * What the JSON is made of.
     *
     * @param standing number of the standing over every model
     * @param current number of the standing over the current models
     */
    private record Key(long standing, long current, String reason, Language language) {}

    /**
     * Members of the JSON, without braces.
     *
     * @param score members of the score
     * @param standings the standings {@code all} and {@code current}
     */
    record Members(JsonBytes score, JsonBytes standings) {}

    private final Cache<Key, Members> kept =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_KEPT).build();

    /** Members for a model that has no score on a capability. */
    Members of(ScoreService.PlacedPerformance placed, CapabilityStanding current, Language language) {
        ScoreView score = placed.performance().score();
        return kept.get(
                new Key(placed.capability().number, current.number, score.reason(), language),
                none -> new Members(
                        JsonFields.members(score), placed.standings().beforeRelease()));
    }
}
