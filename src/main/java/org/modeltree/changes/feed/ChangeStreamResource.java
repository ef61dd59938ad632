package org.modeltree.changes.feed;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** {@code /api/v1/changes/stream}. */
@Path("/api/v1/changes/stream")
@Produces(MediaType.SERVER_SENT_EVENTS)
class ChangeStreamResource {

    private static final String LAST = "Last-Event-ID";
    private static final String SINCE = "since";
    private static final String CURATOR = "curator";

    private final ChangeStreams streams;
    private final Caller caller;

    ChangeStreamResource(ChangeStreams streams, Caller caller) {
        this.streams = streams;
        this.caller = caller;
    }

    @GET
    public Uni<Response> stream(@RestQuery String since, @RestHeader(LAST) String last) {
        return streams.open(start(since, last), caller.is(CURATOR))
                .map(stream -> head().entity(stream).build());
    }

    @HEAD
    public Response headOfStream(@RestQuery String since, @RestHeader(LAST) String last) {
        start(since, last);
        return head().build();
    }

    /** A client that reconnects repeats its first address, so the last event counts before that. */
    private static Optional<ChangeStreams.Start> start(String since, String last) {
        Long revision = Parameters.integer(SINCE, since, 0, Long.MAX_VALUE);
        if (last != null && !last.isBlank()) {
            FeedPosition place = FeedPosition.of(last)
                    .orElseThrow(() -> new Problem.InvalidParameter(
                            LAST, "must be the id of an event such as 42-977, was " + Parameters.quoted(last)));
            return Optional.of(new ChangeStreams.Start(place, LAST));
        }
        return Optional.ofNullable(revision)
                .map(FeedPosition::endOf)
                .map(place -> new ChangeStreams.Start(place, SINCE));
    }

    private static Response.ResponseBuilder head() {
        // Proxies such as nginx would keep events back until a buffer is full.
        return Response.ok().type(MediaType.SERVER_SENT_EVENTS_TYPE).header("X-Accel-Buffering", "no");
    }
}
