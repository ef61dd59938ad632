package org.modeltree.http.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of encrypted connections. */
@ConfigMapping(prefix = "modeltree.encryption")
public interface EncryptionSettings {

    /** Key of {@link #required}, which the process reads before it connects to anything. */
    String REQUIRED = "modeltree.encryption.required";

    /** Whether the service refuses to start if a connection that leaves the machine could be plain. */
    @WithDefault("false")
    boolean required();
}
