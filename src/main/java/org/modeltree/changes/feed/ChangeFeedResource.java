package org.modeltree.changes.feed;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.HttpDate;
import org.modeltree.http.value.Representation;

/** {@code /changes.atom}. */
@Path(AtomDocument.PATH)
class ChangeFeedResource {

    private static final FeedPosition NEWEST = FeedPosition.endOf(Long.MAX_VALUE);

    private final ChangeFeedService feed;
    private final CurrentRequest request;
    private final Clock clock;

    ChangeFeedResource(ChangeFeedService feed, CurrentRequest request, Clock clock) {
        this.feed = feed;
        this.request = request;
        this.clock = clock;
    }

    @GET
    @Produces(AtomDocument.MEDIA_TYPE)
    public Response feed(@RestQuery String before) {
        Optional<FeedPosition> place = Optional.ofNullable(before)
                .map(text -> FeedPosition.of(text)
                        .orElseThrow(() -> new Problem.InvalidParameter(
                                "before",
                                "must be the place of an entry such as 42-977, was " + Parameters.quoted(text))));
        request.answersInEnglish();
        String self = AtomDocument.PATH
                + place.map(known -> "?before=" + known.text()).orElse("");
        ChangeFeedService.Page page = feed.before(place.orElse(NEWEST), self);
        byte[] body = page.document().getBytes(StandardCharsets.UTF_8);
        String validator = Representation.validator(body, OptionalLong.empty(), false);
        // Another change of the same second would have the same date.
        boolean isSettled = HttpDate.isStrong(page.updated(), clock.instant());
        boolean isSeen = isSettled ? request.hasSeen(validator, page.updated()) : request.hasSeen(validator);
        Response.ResponseBuilder answer =
                isSeen ? Response.notModified() : Response.ok(body).type(AtomDocument.MEDIA_TYPE + ";charset=utf-8");
        return answer.header(HttpHeaders.ETAG, validator)
                .header(HttpHeaders.LAST_MODIFIED, isSettled ? HttpDate.of(page.updated()) : null)
                .header(HttpHeaders.CONTENT_LANGUAGE, "en")
                .build();
    }
}
