package org.modeltree.security;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.http.cache.PublicReadPolicy;

/** Read policy from the settings: reads are public if they need no credentials and have no rate limit. */
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
