package org.modeltree.changes.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.http.config.Range;
import org.modeltree.revision.DurationRange;

/** Settings of streams of changes. */
@ConfigMapping(prefix = "modeltree.change-streams")
public interface StreamSettings {

    /** Clients that receive a stream of changes at the same time, from 1 to 100000; at most a quarter of them of one caller or address. */
    @WithDefault("200")
    @Range(min = 1, max = 100_000)
    int maxClients();

    /** How long a stream is silent before it sends a comment, so that neither side takes the connection for broken, such as `15s`. */
    @WithDefault("15s")
    @DurationRange(min = "10ms", max = "60s")
    Duration heartbeat();

    /** How long a client may take for what was sent before its connection is closed, such as `30s`. */
    @WithDefault("30s")
    @DurationRange(min = "1s", max = "1d")
    Duration stallTimeout();

    /** Time after which a stream ends, or up to a fifth earlier, so that the client's rights are checked again when it resumes, such as `15m`. */
    @WithDefault("15m")
    @DurationRange(min = "1s", max = "1d")
    Duration maxDuration();
}
