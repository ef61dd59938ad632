package org.modeltree.security.token;

import com.fasterxml.jackson.databind.node.LongNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.Commit;
import org.modeltree.revision.InSnapshot;
import org.modeltree.security.AuthenticatedCaller;
import org.modeltree.security.Role;
import org.modeltree.security.SecuritySettings;

/**
 * Service that creates, verifies, lists and revokes API tokens. It activates a request context itself, because
 * credentials are verified before Quarkus does, and Hibernate's session needs one.
 */
@ApplicationScoped
@ActivateRequestContext
class TokenService {

    private static final String LIST = "tokens";

    private final ApiTokens tokens;
    private final TokenUses uses;
    private final Clock clock;
    private final SecureRandom random;
    /** Algorithm of the hashes that are stored from now on. */
    private final TokenHash algorithm;

    TokenService(ApiTokens tokens, TokenUses uses, Clock clock, SecureRandom random, SecuritySettings settings) {
        this.tokens = tokens;
        this.uses = uses;
        this.clock = clock;
        this.random = random;
        algorithm = TokenHash.ofSetting(settings.tokenHash());
    }

    void check(@Observes @Priority(SecuritySettings.EARLY) StartupEvent event) {
        // Makes sure that the constructor, which checks the setting, runs during startup.
    }

    /** Creates a token. Only the returned view contains its secret. */
    CreatedTokenView create(NewToken request, String createdBy) {
        Secret secret = Secret.random(random);
        return Commit.stored(QuarkusTransaction.requiringNew(), ending -> {
            ApiToken token = new ApiToken();
            token.name = request.name();
            token.role = request.role().id();
            token.hash = secret.hash(algorithm);
            token.hashAlgorithm = algorithm.id();
            token.createdAt = now();
            token.createdBy = createdBy;
            token.expiresAt = request.expiresAt();
            tokens.persist(token);
            tokens.commit(ending, new CreatedTokenView(TokenView.of(token), secret.reveal()));
        });
    }

    /**
     * Verifies a secret. In the background, its use is recorded, and a hash of another algorithm than the setting names is replaced.
     *
     * @return caller that the token identifies
     * @throws Problem.Unauthorized if the secret is unknown, or its token is revoked or expired
     */
    @Transactional
    AuthenticatedCaller bearer(Secret secret) {
        ApiToken token = tokens.ofHashes(secret.hashes())
                .filter(found -> isOf(secret, found))
                .orElseThrow(() -> refused("The token is unknown."));
        Instant now = now();
        if (token.revokedAt != null) {
            throw refused("The token has been revoked.");
        }
        if (token.expiresAt != null && !token.expiresAt.isAfter(now)) {
            throw refused("The token has expired.");
        }
        uses.record(token, now, secret, algorithm);
        return new AuthenticatedCaller("token:" + token.id, token.name, Role.of(token.role));
    }

    private static boolean isOf(Secret secret, ApiToken token) {
        return TokenHash.of(token.hashAlgorithm)
                .filter(own -> secret.hashesTo(token.hash, own))
                .isPresent();
    }

    /** Whether any stored token is valid. */
    @Transactional
    boolean anyValid() {
        return tokens.anyValid(now());
    }

    /** Page of tokens ordered by id, including revoked and expired ones. */
    @InSnapshot(onPrimary = true)
    ListView<TokenView> list(PageRequest page, RequestLink link) {
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, Cursor.Type.INTEGER);
        long after = cursor == null ? 0 : cursor.values().get(0).asLong();
        List<ApiToken> rows = tokens.page(after, page.limit() + 1);
        boolean more = rows.size() > page.limit();
        List<ApiToken> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? new Cursor(List.of(LongNode.valueOf(shown.get(shown.size() - 1).id))).encoded(LIST) : null;
        return new ListView<>(
                shown.stream().map(TokenView::of).toList(),
                ListView.Meta.exact(tokens.count(), next),
                ListView.Links.of(link, next));
    }

    /**
     * Token by id.
     *
     * @throws Problem.NotFound if no token has the id
     */
    @InSnapshot(onPrimary = true)
    TokenView get(String id) {
        return TokenView.of(find(id));
    }

    /**
     * Revokes a token with effect from the next request on. A revoked token does not change.
     *
     * @throws Problem.NotFound if no token has the id
     */
    void revoke(String id) {
        Commit.stored(QuarkusTransaction.requiringNew(), ending -> {
            tokens.useReadCommitted();
            long found = find(id).id;
            tokens.revoke(found, now());
            tokens.commit(ending, found);
        });
    }

    private ApiToken find(String id) {
        // Eighteen digits always fit into a long.
        ApiToken token = id.matches("[1-9][0-9]{0,17}") ? tokens.findById(Long.valueOf(id)) : null;
        if (token == null) {
            throw new Problem.NotFound("No token has this id.", List.of());
        }
        return token;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Problem.Unauthorized refused(String detail) {
        return new Problem.Unauthorized(detail, true);
    }
}
