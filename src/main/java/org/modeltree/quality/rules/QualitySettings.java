package org.modeltree.quality.rules;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import org.modeltree.http.config.Range;

/** From where on the report calls something wrong. */
@ConfigMapping(prefix = "modeltree.quality")
public interface QualitySettings {

    /** Days after which a fact that may change has to be looked up again, from 1 to 36500. */
    @WithDefault("365")
    @Range(least = 1, greatest = 36_500)
    int staleAfterDays();

    /** How many times its peers a price has to be to be an outlier, or what part of them, from 2 to 1000000. */
    @WithDefault("1000")
    @Range(least = 2, greatest = 1_000_000)
    int priceOutlierFactor();
}
