package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the log. */
@ConfigMapping(prefix = "modeltree.log")
public interface LogSettings {

    /** Whether each request has a line in the log, when it has been answered. */
    @WithDefault("false")
    boolean access();

    /** Whether these lines say which caller sent the request, and not only of what kind it was. */
    @WithDefault("false")
    boolean callers();

    /** Whether each line of the log is a JSON object instead of text. */
    @WithDefault("false")
    boolean json();
}
