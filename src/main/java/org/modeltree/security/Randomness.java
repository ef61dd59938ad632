package org.modeltree.security;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** The only place where secrets come from. */
class Randomness {

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }
}
