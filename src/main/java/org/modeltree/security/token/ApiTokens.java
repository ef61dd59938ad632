package org.modeltree.security.token;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;
import org.modeltree.revision.Commit;
import org.modeltree.revision.NetworkTimeout;

/** Keeps tokens. */
@ApplicationScoped
class ApiTokens implements PanacheRepositoryBase<ApiToken, Long> {

    /** The token of a secret's hash, whether it is still good or not. */
    Optional<ApiToken> ofHash(byte[] hash) {
        return find("hash = ?1", (Object) hash).firstResultOptional();
    }

    /** Tokens behind an id, by id, at most so many. */
    List<ApiToken> page(long after, int most) {
        return find("id > ?1 order by id", after).page(0, most).list();
    }

    /** Commits what was changed; afterwards nothing more is to be done in the transaction. */
    <T> void commit(Commit.Ending<T> ending, T result) {
        flush();
        getEntityManager().unwrap(Session.class).doWork(connection -> ending.commit(connection, result));
    }

    /** Whether any token is good at a time. */
    boolean anyGood(Instant at) {
        return find("revokedAt is null and (expiresAt is null or expiresAt > ?1)", at)
                .page(0, 1)
                .firstResultOptional()
                .isPresent();
    }

    /**
     * From now on a row is seen as its last writer left it, and not as it was when the transaction began. To be called
     * first in a transaction.
     */
    void seeOthersWrites() {
        getEntityManager()
                .createNativeQuery("set transaction isolation level read committed")
                .executeUpdate();
    }

    /** Whether this database takes writes; a standby does not. */
    private boolean takesWrites() {
        return getEntityManager()
                .createNativeQuery("select current_setting('transaction_read_only')")
                .getSingleResult()
                .equals("off");
    }

    /** Revokes a token that is not revoked. */
    void revoke(long id, Instant at) {
        update("revokedAt = ?1 where id = ?2 and revokedAt is null", at, id);
    }

    /**
     * Notes a use, unless one was noted since or this database takes no writes, and commits. No request waits for it, so
     * it has a limit of its own for a database that says nothing.
     */
    void noteUse(long id, Instant at, Instant since) {
        getEntityManager()
                .unwrap(Session.class)
                .doWork(connection -> NetworkTimeout.within(NetworkTimeout.OF_SHORT_WORK, connection, () -> {
                    seeOthersWrites();
                    if (takesWrites()) {
                        used(id, at, since);
                    }
                    Commit.of(connection);
                    return null;
                }));
    }

    private void used(long id, Instant at, Instant since) {
        update(
                "lastUsedAt = ?1 where id = ?2 and (lastUsedAt is null or lastUsedAt <= ?3 or lastUsedAt > ?1)",
                at,
                id,
                since);
    }
}
