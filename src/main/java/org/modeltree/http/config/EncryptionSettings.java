package org.modeltree.http.config;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Settings of encrypted connections. Nothing injects them, because they are read before there are beans; without being marked, they
 * would be unknown to Quarkus, which refuses a start with unknown settings.
 */
@Unremovable
@ConfigMapping(prefix = "modeltree.encryption")
public interface EncryptionSettings {

    /** Key of {@link #required}, which the process reads before it connects to anything. */
    String REQUIRED = "modeltree.encryption.required";

    /** Whether the service refuses to start if a connection that leaves the machine could be plain. */
    @WithDefault("false")
    boolean required();
}
