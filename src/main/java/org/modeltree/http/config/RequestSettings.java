package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Limits on the work done for clients at once. */
@ConfigMapping(prefix = "modeltree.requests")
public interface RequestSettings {

    /** Number of reads that may wait in the queue, three quarters of them from one address; further reads are answered with 503. */
    @WithDefault("1000")
    @Range(min = 0, max = 100_000)
    int waitingReads();

    /** Number of writes that may wait in the queue, three quarters of them from one address; further writes are answered with 503. */
    @WithDefault("400")
    @Range(min = 0, max = 100_000)
    int waitingWrites();

    /** Megabytes of responses that clients have not received yet, half of them for one address; beyond that reads are answered with 503. 0 means an eighth of the heap. */
    @WithDefault("0")
    @Range(min = 0, max = 1_000_000)
    int maxUnsentMegabytes();
}
