package org.modeltree.security.token;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.problem.Problem;
import org.modeltree.security.JwtIssuer;
import org.modeltree.security.RateLimits;
import org.modeltree.security.SecuritySettings;

/**
 * Stands before every path, whether there is anything behind it or not: nobody writes without saying who they are, and
 * nobody too often. Which role a write needs is said by its resource.
 */
@ApplicationScoped
class WriteGate implements HttpSecurityPolicy {

    private static final Logger LOG = Logger.getLogger(WriteGate.class);
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    /** Health, metrics and the API's description, which have to answer those who watch the service. */
    private static final String OPERATORS = "/q/";

    private static final String ENABLE =
            "Writing is off, because there is no token yet. Start the service with the setting "
                    + SecuritySettings.BOOTSTRAP_TOKEN + ", or with " + SecuritySettings.JWT_ISSUER + " and "
                    + SecuritySettings.JWT_KEYS + ".";
    private static final Duration LOOK_UP_EVERY = Duration.ofSeconds(1);
    private static final String ASK = "Writing needs a token: send it as a header, Authorization: Bearer mt_...";

    private final BootstrapToken bootstrap;
    private final JwtIssuer issuer;
    private final TokenService tokens;
    private final RateLimits limits;
    private final AtomicLong lookedUpAt = new AtomicLong(System.nanoTime() - LOOK_UP_EVERY.toNanos() - 1);

    /** Whether there was no token when that was last looked up. */
    private volatile boolean off;

    WriteGate(BootstrapToken bootstrap, JwtIssuer issuer, TokenService tokens, RateLimits limits) {
        this.bootstrap = bootstrap;
        this.issuer = issuer;
        this.tokens = tokens;
        this.limits = limits;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext routing, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        if (READS.contains(routing.request().method().name())) {
            boolean free = !limits.countReads() || routing.normalizedPath().startsWith(OPERATORS);
            return free ? CheckResult.permit() : identity.map(caller -> read(routing, caller));
        }
        return identity.flatMap(caller -> caller.isAnonymous()
                ? refusal(routing, identity, context)
                : Uni.createFrom().item(() -> write(routing, caller)));
    }

    private CheckResult read(RoutingContext routing, SecurityIdentity caller) {
        Optional<String> key = caller.isAnonymous() ? Optional.empty() : Optional.of(Caller.keyOf(caller));
        limits.read(routing, key).ifPresent(problem -> refuse(routing, problem));
        return CheckResult.PERMIT;
    }

    private CheckResult write(RoutingContext routing, SecurityIdentity caller) {
        limits.write(routing, Caller.keyOf(caller)).ifPresent(problem -> refuse(routing, problem));
        return CheckResult.PERMIT;
    }

    /** A flood of writes without tokens takes no worker each to be told how to get one. */
    private Uni<CheckResult> refusal(
            RoutingContext routing, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return isLookUpDue()
                ? context.runBlocking(routing, identity, (request, nobody) -> {
                    throw lookUp(routing);
                })
                : Uni.createFrom().failure(() -> refusalOf(routing));
    }

    private Problem refusalOf(RoutingContext routing) {
        return refusal(
                routing, limits.failure(routing).orElseGet(() -> new Problem.Unauthorized(off ? ENABLE : ASK, false)));
    }

    /** One request a second asks the database whether there is any token; the others go by what it said. */
    private boolean isLookUpDue() {
        long now = System.nanoTime();
        long last = lookedUpAt.get();
        return !bootstrap.isSet()
                && !issuer.isSet()
                && now - last > LOOK_UP_EVERY.toNanos()
                && lookedUpAt.compareAndSet(last, now);
    }

    private Problem lookUp(RoutingContext routing) {
        try {
            off = !tokens.anyGood();
        } catch (RuntimeException noDatabase) {
            // A write without a token is refused with or without one; only the hint depends on it.
            LOG.debug("Whether there is any token is not known", noDatabase);
        }
        return refusalOf(routing);
    }

    private static void refuse(RoutingContext routing, Problem problem) {
        throw refusal(routing, problem);
    }

    /** Marked like a failure of authentication, which the framework hands to our mapper of problems. */
    private static Problem refusal(RoutingContext routing, Problem problem) {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(routing, problem);
        return problem;
    }
}
