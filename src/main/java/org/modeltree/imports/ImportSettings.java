package org.modeltree.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import org.modeltree.http.config.Range;
import org.modeltree.revision.DurationRange;

/** How catalogs are imported. */
@ConfigMapping(prefix = "modeltree.imports")
public interface ImportSettings {

    /** Whose facts are believed more when two differ, the most trusted first; curators come before all, and whoever is not named after all. */
    @WithDefault("modeltree,epoch,models.dev,openrouter,litellm,csv")
    List<String> trust();

    /** How long an import is waited for; one that takes longer is answered with 202 and goes on, such as `5s`. */
    @WithDefault("5s")
    @DurationRange(least = "0s", greatest = "1h")
    Duration answerWithin();

    /** Megabytes that a catalog may have, packed or not, from 1 to 100000. */
    @WithDefault("2000")
    @Range(least = 1, greatest = 100_000)
    int maxMegabytes();

    /** Imports that are read at the same time, from 1 to 16; further ones wait. */
    @WithDefault("2")
    @Range(least = 1, greatest = 16)
    int atOnce();

    /** Catalogs that are received at the same time, from 1 to 1000, half of them of one caller; further ones get 503. */
    @WithDefault("8")
    @Range(least = 1, greatest = 1_000)
    int receiveAtOnce();

    /**
     * Catalogs that may be on disk, being received, waiting or being read, from 1 to 1000, half of them of one caller;
     * further ones get 503.
     */
    @WithDefault("24")
    @Range(least = 1, greatest = 1_000)
    int maxOnDisk();
}
