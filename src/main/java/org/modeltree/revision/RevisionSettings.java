package org.modeltree.revision;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How an instance hears of what other instances write. */
@ConfigMapping(prefix = "modeltree.revision")
public interface RevisionSettings {

    /**
     * How long an instance waits for the database to notify it of a change before it asks; such as `500ms`. Where
     * notifications get lost, behind a pooler for one, changes are seen after this time.
     */
    @WithDefault("500ms")
    @DurationRange(least = "10ms", greatest = "1h")
    Duration poll();
}
