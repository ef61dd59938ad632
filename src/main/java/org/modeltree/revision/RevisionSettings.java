package org.modeltree.revision;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings for how an instance notices what other instances write. */
@ConfigMapping(prefix = "modeltree.revision")
public interface RevisionSettings {

    /**
     * How long an instance waits for a notification of a change before it polls the database, such as `500ms`. If
     * notifications are lost, for example behind a connection pooler, changes are seen after this time.
     */
    @WithDefault("500ms")
    @DurationRange(min = "10ms", max = "1h")
    Duration poll();
}
