package org.modeltree.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What resources want to know of the request they answer, and say of their answer. */
@RequestScoped
public class CurrentRequest {

    private final CurrentVertxRequest request;
    private OptionalLong modelRevision = OptionalLong.empty();

    CurrentRequest(CurrentVertxRequest request) {
        this.request = request;
    }

    /** The language to answer in: that of {@code lang}, else that of Accept-Language, else English. */
    public Language language() {
        String lang = routing().queryParams().get("lang");
        return lang == null
                ? Language.negotiated(routing().request().getHeader("Accept-Language"))
                : Language.ofTag(lang).orElse(Language.EN);
    }

    /** The request's own path and query. */
    public RequestLink link() {
        return new RequestLink(routing().request().path(), routing().request().query());
    }

    /** The request's path behind so many segments, encoded as it came, with its leading slash; empty at its end. */
    public String pathBehind(int segments) {
        Matcher matcher = Pattern.compile("(/[^/]*){" + segments + "}")
                .matcher(routing().request().path());
        return matcher.lookingAt() ? routing().request().path().substring(matcher.end()) : "";
    }

    /**
     * Refuses any parameter but these and the language.
     *
     * @throws Problem.InvalidParameter naming the first that is not among them
     */
    public void onlyKnows(String... names) {
        Set<String> known = new HashSet<>(Set.of(names));
        known.add(KnownParameters.LANG);
        KnownParameters.check(routing().request().query(), known);
    }

    /** Says that the answer is a model or a part of one, whose last change has this revision. */
    public void answersModel(long revision) {
        modelRevision = OptionalLong.of(revision);
    }

    OptionalLong modelRevision() {
        return modelRevision;
    }

    private RoutingContext routing() {
        return request.getCurrent();
    }
}
