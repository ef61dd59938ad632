package org.modeltree.exports;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.http.config.Range;
import org.modeltree.revision.DurationRange;

/** Settings of exports. */
@ConfigMapping(prefix = "modeltree.exports")
public interface ExportSettings {

    /** Exports that are read from the database at the same time, each with one connection, from 1 to 16. */
    @WithDefault("2")
    @Range(min = 1, max = 16)
    int atOnce();

    /** Clients that receive an export at the same time, from 1 to 100000; at most a quarter of them of one caller or address. */
    @WithDefault("100")
    @Range(min = 1, max = 100_000)
    int maxClients();

    /** How long a client may take for 64 KB of an export before its connection is closed, such as `30s`. */
    @WithDefault("30s")
    @DurationRange(min = "1s", max = "1d")
    Duration stallTimeout();

    /**
     * Maximum size of all temporary export files in megabytes, compressed except for what a sorted list puts aside, from 1 to
     * 1000000.
     */
    @WithDefault("2000")
    @Range(min = 1, max = 1_000_000)
    int maxMegabytes();

    /** How long the file of an export is kept after its last client, for others at the same revision, such as `60s`. */
    @WithDefault("60s")
    @DurationRange(min = "1ms", max = "1d")
    Duration keepFor();
}
