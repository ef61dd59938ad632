package org.modeltree.changes.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.modeltree.revision.DurationRange;

/** Settings of what is removed when it is old. With the defaults, nothing is. */
@ConfigMapping(prefix = "modeltree.retention")
public interface RetentionSettings {

    /** Key of {@link #changes}, for messages. */
    String CHANGES = "modeltree.retention.changes";

    /** Key of {@link #versions}, for messages. */
    String VERSIONS = "modeltree.retention.versions";

    /** How long entries of the change log are kept, such as `90d`; at least a day, or `0s` for ever. */
    @WithDefault("0s")
    @DurationRange(min = "0s", max = "36500d")
    Duration changes();

    /**
     * How long the former versions of a model are kept after they ended, such as `90d`; at least a day, no longer than entries
     * of the change log, or `0s` for ever.
     */
    @WithDefault("0s")
    @DurationRange(min = "0s", max = "36500d")
    Duration versions();

    /** How long reports of imports are kept after the import was requested, such as `90d`; at least a day, or `0s` for ever. */
    @WithDefault("0s")
    @DurationRange(min = "0s", max = "36500d")
    Duration importReports();

    /** Time between two looks for what is too old, such as `1h`. */
    @WithDefault("1h")
    @DurationRange(min = "1s", max = "7d")
    Duration interval();
}
