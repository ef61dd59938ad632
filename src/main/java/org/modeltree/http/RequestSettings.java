package org.modeltree.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much work is done for clients at once. */
@ConfigMapping(prefix = "modeltree.requests")
public interface RequestSettings {

    /** Reads that may wait for their turn, of which one address may take three quarters; further ones are answered with 503. */
    @WithDefault("1000")
    @Between(least = 0, greatest = 100_000)
    int waitingReads();

    /** Writes that may wait for their turn, of which one address may take three quarters; further ones are answered with 503. */
    @WithDefault("400")
    @Between(least = 0, greatest = 100_000)
    int waitingWrites();
}
