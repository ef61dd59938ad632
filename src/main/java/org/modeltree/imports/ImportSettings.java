package org.modeltree.imports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import org.modeltree.http.config.Range;
import org.modeltree.revision.DurationRange;

/** Settings of imports. */
@ConfigMapping(prefix = "modeltree.imports")
public interface ImportSettings {

    /** Origins in order of trust, the most trusted first, for facts that differ; curators come first, unlisted origins last. */
    @WithDefault("modeltree,publisher,epoch,models.dev,openrouter,huggingface,litellm,csv")
    List<String> trust();

    /** How long a request waits for its import, such as `5s`, at most half of `quarkus.http.idle-timeout`; a longer import is answered with 202 and continues. */
    @WithDefault("5s")
    @DurationRange(min = "0s", max = "1h")
    Duration answerWithin();

    /** Maximum size of a catalog in megabytes, compressed or not, from 1 to 100000. */
    @WithDefault("2000")
    @Range(min = 1, max = 100_000)
    int maxMegabytes();

    /** Imports that run at the same time, from 1 to 16; further ones wait. */
    @WithDefault("2")
    @Range(min = 1, max = 16)
    int atOnce();

    /** Catalogs that are uploaded at the same time, from 1 to 1000, at most half of them by one caller; further ones get 503. */
    @WithDefault("8")
    @Range(min = 1, max = 1_000)
    int receiveAtOnce();

    /**
     * Catalogs on disk (being uploaded, waiting or being read), from 1 to 1000, at most half of them of one caller; further
     * ones get 503.
     */
    @WithDefault("24")
    @Range(min = 1, max = 1_000)
    int maxOnDisk();
}
