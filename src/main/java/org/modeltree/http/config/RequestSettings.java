package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/**
 * Limits on single requests, and on the work done for clients at once. The settings of the HTTP server that have the same
 * meaning refer to these in {@code application.properties}, because Quarkus accepts any value for its own.
 */
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

    /** Kilobytes (1,024 bytes) that a body other than a catalog may have, compressed and decompressed; larger ones get 413. */
    @WithDefault("1024")
    @Range(min = 16, max = 16_384)
    int maxBodyKilobytes();

    /** At least 1 KB per second of a body must arrive, averaged over this time; slower bodies get 408. */
    @WithDefault("10s")
    @DurationRange(min = "1s", max = "10m")
    Duration bodyWindow();

    /** Levels of arrays and objects that a JSON body may have; deeper ones get 400. */
    @WithDefault("64")
    @Range(min = 8, max = 1_000)
    int maxJsonDepth();

    /** Values that a JSON body may have: keys, elements, arrays and objects; more get 400. */
    @WithDefault("50000")
    @Range(min = 1_000, max = 5_000_000)
    int maxJsonValues();

    /** Bytes of the first line of a request, with method, path and query; longer ones get 414. */
    @WithDefault("65536")
    @Range(min = 8_192, max = 1_048_576)
    int maxUrlBytes();

    /** Kilobytes of all headers of a request; more get 431. */
    @WithDefault("20")
    @Range(min = 4, max = 1_000)
    int maxHeaderKilobytes();

    /** Headers of a request; more get 431. */
    @WithDefault("100")
    @Range(min = 20, max = 5_000)
    int maxHeaders();

    /** Connections of clients at the same time; further ones are closed at once. */
    @WithDefault("10000")
    @Range(min = 10, max = 1_000_000)
    int maxConnections();

    /** How long a connection may be without traffic in either direction. */
    @WithDefault("90s")
    @DurationRange(min = "1s", max = "1h")
    Duration idleTimeout();
}
