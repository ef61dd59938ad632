package org.modeltree.security.token;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.revision.Commit;
import org.modeltree.revision.NetworkTimeout;

/** Repository of API tokens. */
@ApplicationScoped
class ApiTokens implements PanacheRepositoryBase<ApiToken, Long> {

    /** Token whose hash is one of these, valid or not. */
    Optional<ApiToken> ofHashes(List<byte[]> hashes) {
        return find("hash in ?1", hashes).firstResultOptional();
    }

    /** Tokens with a greater id, ordered by id. */
    List<ApiToken> page(long after, int limit) {
        return find("id > ?1 order by id", after).page(0, limit).list();
    }

    /** Commits the transaction; must be its last step. */
    <T> void commit(Commit.Ending<T> ending, T result) {
        flush();
        getEntityManager().unwrap(Session.class).doWork(connection -> ending.commit(connection, result));
    }

    /** Whether any token is valid at this time. */
    boolean anyValid(Instant at) {
        return find("revokedAt is null and (expiresAt is null or expiresAt > ?1)", at)
                .page(0, 1)
                .firstResultOptional()
                .isPresent();
    }

    /**
     * Switches the transaction to read committed, so that an update waits for concurrent ones instead of failing. Must
     * be the first statement of the transaction.
     */
    void useReadCommitted() {
        getEntityManager()
                .createNativeQuery("set transaction isolation level read committed")
                .executeUpdate();
    }

    /** Whether the database accepts writes; a standby does not. */
    private boolean isWritable() {
        return getEntityManager()
                .createNativeQuery("select current_setting('transaction_read_only')")
                .getSingleResult()
                .equals("off");
    }

    /** Revokes a token, unless it is revoked already. */
    void revoke(long id, Instant at) {
        update("revokedAt = ?1 where id = ?2 and revokedAt is null", at, id);
    }

    /**
     * Records the last use of a token, unless a later one than {@code since} is recorded; replaces its hash, if that is of another
     * algorithm; and commits. Does neither if the database accepts no writes. This is background work, so it has a network timeout
     * of its own.
     *
     * @param secret its secret
     * @param algorithm that of its hash from now on
     */
    void recordUse(long id, Instant at, Instant since, Secret secret, TokenHash algorithm) {
        getEntityManager()
                .unwrap(Session.class)
                .doWork(connection -> NetworkTimeout.within(NetworkTimeout.OF_SHORT_WORK, connection, () -> {
                    useReadCommitted();
                    if (isWritable()) {
                        updateLastUse(id, at, since);
                        updateHash(id, secret, algorithm);
                    }
                    Commit.of(connection);
                    return null;
                }));
    }

    private void updateLastUse(long id, Instant at, Instant since) {
        update(
                "lastUsedAt = ?1 where id = ?2 and (lastUsedAt is null or lastUsedAt <= ?3 or lastUsedAt > ?1)",
                at,
                id,
                since);
    }

    /** Only of the secret's own token: a database that was restored meanwhile may have given the id to another one. */
    private void updateHash(long id, Secret secret, TokenHash algorithm) {
        update(
                "hash = ?1, hashAlgorithm = ?2 where id = ?3 and hashAlgorithm <> ?2 and hash in ?4 and revokedAt is null",
                secret.hash(algorithm),
                algorithm.id(),
                id,
                secret.hashes());
    }
}
