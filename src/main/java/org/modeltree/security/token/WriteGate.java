package org.modeltree.security.token;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.modeltree.http.ReadRoutes;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.edge.PostedReads;
import org.modeltree.http.problem.AllowedMethods;
import org.modeltree.http.problem.Problem;
import org.modeltree.security.JwtIssuer;
import org.modeltree.security.RateLimits;
import org.modeltree.security.Role;
import org.modeltree.security.SecuritySettings;

/**
 * Check before every path, existing or not: writes need credentials, and requests stay within the rate limits. The role
 * that a write needs is declared by its resource. A method that nobody may use on a path is no write: it is refused as such.
 */
@ApplicationScoped
class WriteGate implements HttpSecurityPolicy {

    private static final Logger LOG = Logger.getLogger(WriteGate.class);
    private static final Pattern MATRIX_PARAMETERS = Pattern.compile(";[^/]*");
    private static final Set<String> READS = Set.of("GET", "HEAD", "OPTIONS");
    /** Health, metrics and the OpenAPI description, which are never limited, so that monitoring always works. */
    private static final String OPERATIONS = "/q/";

    private static final String DISABLED =
            "Writing is disabled until a token is configured. Start the service with the setting "
                    + SecuritySettings.BOOTSTRAP_TOKEN + ", or with " + SecuritySettings.JWT_ISSUER + " and "
                    + SecuritySettings.JWT_KEYS + ".";
    private static final Duration LOOK_UP_INTERVAL = Duration.ofSeconds(1);
    private static final String TOKEN_NEEDED =
            "Writing needs a token. Send it in the header Authorization: Bearer mt_...";

    private static final String READING_NEEDS_TOKEN =
            "Reading needs a token. Send it in the header Authorization: Bearer mt_...";

    private final SecuritySettings settings;
    private final BootstrapToken bootstrap;
    private final JwtIssuer issuer;
    private final TokenService tokens;
    private final RateLimits limits;
    private final ReadRoutes routes;
    private final AtomicLong lookedUpAt = new AtomicLong(System.nanoTime() - LOOK_UP_INTERVAL.toNanos() - 1);

    /** Whether the last look-up found no valid token. */
    private volatile boolean disabled;

    WriteGate(
            SecuritySettings settings,
            BootstrapToken bootstrap,
            JwtIssuer issuer,
            TokenService tokens,
            RateLimits limits,
            ReadRoutes routes) {
        this.settings = settings;
        this.bootstrap = bootstrap;
        this.issuer = issuer;
        this.tokens = tokens;
        this.limits = limits;
        this.routes = routes;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext routing, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        String method = routing.request().method().name();
        // The path of agents only reads, and refuses other methods itself.
        boolean ofAgents = PostedReads.areOfAgents(routing.normalizedPath());
        if (READS.contains(method) || ofAgents || PostedReads.contain(method, routing.normalizedPath())) {
            if (!settings.publicRead() && ofAgents) {
                // No resource is behind this path, so that ResourceGate does not see it.
                return identity.map(caller -> agents(routing, caller));
            }
            boolean unlimited = !limits.countReads() || routing.normalizedPath().startsWith(OPERATIONS);
            return unlimited ? CheckResult.permit() : identity.map(caller -> read(routing, caller));
        }
        return identity.flatMap(caller -> {
            if (!caller.isAnonymous()) {
                return Uni.createFrom().item(() -> write(routing, caller));
            }
            return forNobody(routing, method, caller)
                    .map(result -> Uni.createFrom().item(result))
                    .orElseGet(() -> refusal(routing, identity, context));
        });
    }

    /**
     * Refuses a method that a path has for nobody, whatever their token: 405, without a permit for writes and without reading the
     * body. OPTIONS says to everybody which methods a path has, so this tells nothing that needs rights. Such a request counts as
     * a read. Routes without a resource refuse by themselves.
     *
     * @return empty if the path does not exist, or somebody may use the method there
     */
    private Optional<CheckResult> forNobody(RoutingContext routing, String method, SecurityIdentity caller) {
        String path = MATRIX_PARAMETERS.matcher(routing.normalizedPath()).replaceAll("");
        boolean refusesItself = routes.contain(path);
        if (!refusesItself && !AllowedMethods.refuse(method, path)) {
            return Optional.empty();
        }
        CheckResult counted = limits.countReads() ? read(routing, caller) : CheckResult.PERMIT;
        if (!refusesItself) {
            String allowed = AllowedMethods.header(path);
            routing.response().putHeader(HttpHeaders.ALLOW, allowed);
            refuse(
                    routing,
                    new Problem.Refused(Problem.Reason.METHOD_NOT_ALLOWED, AllowedMethods.refusal(method, allowed)));
        }
        return Optional.of(counted);
    }

    private CheckResult agents(RoutingContext routing, SecurityIdentity caller) {
        if (!caller.hasRole(Role.READER.id())) {
            refuse(
                    routing,
                    caller.isAnonymous()
                            ? new Problem.Unauthorized(READING_NEEDS_TOKEN, false)
                            : Problem.Forbidden.lacking(Role.READER.id()));
        }
        return limits.countReads() ? read(routing, caller) : CheckResult.PERMIT;
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

    /**
     * Refuses a write without credentials. Only the rare database look-up uses a worker thread, so a flood of them does
     * not.
     */
    private Uni<CheckResult> refusal(
            RoutingContext routing, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        return isLookUpDue()
                ? context.runBlocking(routing, identity, (request, anonymous) -> {
                    throw lookUp(routing);
                })
                : Uni.createFrom().failure(() -> refusalOf(routing));
    }

    private Problem refusalOf(RoutingContext routing) {
        return refusal(
                routing,
                limits.failure(routing)
                        .orElseGet(() -> new Problem.Unauthorized(disabled ? DISABLED : TOKEN_NEEDED, false)));
    }

    /**
     * Whether this request should look up if any token exists: one request per second does, the others use its result.
     */
    private boolean isLookUpDue() {
        long now = System.nanoTime();
        long last = lookedUpAt.get();
        return !bootstrap.isSet()
                && !issuer.isSet()
                && now - last > LOOK_UP_INTERVAL.toNanos()
                && lookedUpAt.compareAndSet(last, now);
    }

    private Problem lookUp(RoutingContext routing) {
        try {
            disabled = !tokens.anyValid();
        } catch (RuntimeException noDatabase) {
            // The write is refused in any case; only the wording depends on the look-up.
            LOG.debug("Looking up whether any token exists failed", noDatabase);
        }
        return refusalOf(routing);
    }

    private static void refuse(RoutingContext routing, Problem problem) {
        throw refusal(routing, problem);
    }

    /** Marks the problem as an authentication failure, which Quarkus passes on to our exception mapper. */
    private static Problem refusal(RoutingContext routing, Problem problem) {
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(routing, problem);
        return problem;
    }
}
