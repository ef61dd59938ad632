package org.modeltree.security;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Producer of the random source for secrets. */
class Randomness {

    @Produces
    @Singleton
    SecureRandom random() {
        return new SecureRandom();
    }
}
