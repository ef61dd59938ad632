package org.modeltree.quality.rules;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.modeltree.http.config.Range;

/** Settings of the quality report. */
@ConfigMapping(prefix = "modeltree.quality")
public interface QualitySettings {

    /** Days after which a fact that can change over time counts as stale, from 1 to 36500. */
    @WithDefault("365")
    @Range(min = 1, max = 36_500)
    int staleAfterDays();

    /** Factor above or below the median of its peers at which a price counts as an outlier, from 2 to 1000000. */
    @WithDefault("1000")
    @Range(min = 2, max = 1_000_000)
    int priceOutlierFactor();
}
