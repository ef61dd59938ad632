package org.modeltree.security;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.cache.PublicReadPolicy;

/** Reads are open where nobody has to say who they are and nobody is counted. */
@ApplicationScoped
class ConfiguredReadPolicy implements PublicReadPolicy {

    private final SecuritySettings settings;
    private final RateLimits limits;

    ConfiguredReadPolicy(SecuritySettings settings, RateLimits limits) {
        this.settings = settings;
        this.limits = limits;
    }

    @Override
    public boolean toEverybody() {
        return settings.publicRead() && !limits.countReads();
    }
}
