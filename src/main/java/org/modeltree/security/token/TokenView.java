package org.modeltree.security.token;

import java.time.Instant;

/**
 * JSON of an API token, without its secret.
 *
 * @param id id of the token, a decimal number
 * @param name name of the token, 1 to 100 characters
 * @param role {@code reader}, {@code curator} or {@code admin}
 * @param createdAt time of creation, to a millisecond
 * @param createdBy name of the admin who created the token
 * @param expiresAt time from which the token is invalid, to a second; null if it never expires
 * @param lastUsedAt time of the last use, recorded at most once a minute; null if never used
 * @param revokedAt time of revocation, to a millisecond; null if not revoked
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
