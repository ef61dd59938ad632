package org.modeltree.changes.write;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/** Settings of writes. */
@ConfigMapping(prefix = "modeltree.writes")
public interface WriteSettings {

    /** How long a write waits for another write or an import before it is answered with 503, such as `5s`. */
    @WithDefault("5s")
    @DurationRange(min = "1ms", max = "1h")
    Duration longestWait();
}
