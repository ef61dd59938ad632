package org.modeltree.security.token;

import java.time.Instant;

/**
 * A token as JSON, without what makes it worth anything.
 *
 * @param role {@code reader}, {@code curator} or {@code admin}
 * @param createdBy name of the admin who made it
 * @param expiresAt null for one that lasts
 * @param lastUsedAt to a minute; null for never
 * @param revokedAt null for one that still stands
 */
record TokenView(
        String id,
        String name,
        String role,
        Instant createdAt,
        String createdBy,
        Instant expiresAt,
        Instant lastUsedAt,
        Instant revokedAt) {

    static TokenView of(ApiToken token) {
        return new TokenView(
                Long.toString(token.id),
                token.name,
                token.role,
                token.createdAt,
                token.createdBy,
                token.expiresAt,
                token.lastUsedAt,
                token.revokedAt);
    }
}
