package org.modeltree.http.cache;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.modeltree.http.admission.RequestState;
import org.modeltree.http.edge.PostedReads;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;

/**
 * Marks the snapshot of a read as read-only, and passes on the revision that the client has seen. If {@link DirectAnswers} has
 * found out why there is no answer, that is all that is left to say.
 */
class ReadRequestFilter {

    private final Snapshot snapshot;
    private final AnswerParts parts;

    ReadRequestFilter(Snapshot snapshot, AnswerParts parts) {
        this.snapshot = snapshot;
        this.parts = parts;
    }

    @ServerRequestFilter
    void mark(ContainerRequestContext request, RoutingContext routing) {
        String method = request.getMethod();
        if (method.equals(HttpMethod.GET)
                || method.equals(HttpMethod.HEAD)
                || PostedReads.contain(method, routing.normalizedPath())) {
            snapshot.markReadOnly(CachedAnswers.seenRevision(routing.request()));
            RequestState.of(routing).refusal().ifPresent(refusal -> {
                snapshot.endedAt(refusal.revision());
                if (refusal.partial()) {
                    parts.lackTime();
                }
                throw refusal.reason();
            });
        }
    }
}
