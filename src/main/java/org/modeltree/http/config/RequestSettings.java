package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much work is done for clients at once. */
@ConfigMapping(prefix = "modeltree.requests")
public interface RequestSettings {

    /** Reads that may wait for their turn, of which one address may take three quarters; further ones are answered with 503. */
    @WithDefault("1000")
    @Range(least = 0, greatest = 100_000)
    int waitingReads();

    /** Writes that may wait for their turn, of which one address may take three quarters; further ones are answered with 503. */
    @WithDefault("400")
    @Range(least = 0, greatest = 100_000)
    int waitingWrites();

    /** Megabytes of answers that clients have not taken yet, of which one address may cause half; beyond that reads are answered with 503. 0 for an eighth of the memory. */
    @WithDefault("0")
    @Range(least = 0, greatest = 1_000_000)
    int maxUnsentMegabytes();
}
