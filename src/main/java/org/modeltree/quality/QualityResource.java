package org.modeltree.quality;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PageRequest;
import org.modeltree.http.problem.Parameters;
import org.modeltree.quality.rules.Severity;

/** {@code /api/v1/quality}. Its sentences are for curators, and in English only. */
@Path("/api/v1/quality")
@Produces(MediaType.APPLICATION_JSON)
class QualityResource {

    private static final int MAX_IDS = 50;
    private static final int VENDOR_LENGTH = 100;

    private final QualityService quality;
    private final CurrentRequest request;

    QualityResource(QualityService quality, CurrentRequest request) {
        this.quality = quality;
        this.request = request;
    }

    @GET
    public QualityPage report(
            @RestQuery String rule,
            @RestQuery String severity,
            @RestQuery String model,
            @RestQuery String vendor,
            @RestQuery String limit,
            @RestQuery String cursor) {
        request.answersInEnglish();
        return quality.report(
                Parameters.listOf("rule", rule, quality.ruleNames()),
                Parameters.listOf("severity", severity, Parameters.names(Severity.values())),
                Parameters.list("model", model, MAX_IDS, Parameters.ID_LENGTH),
                Parameters.list("vendor", vendor, MAX_IDS, VENDOR_LENGTH),
                PageRequest.of(limit, cursor),
                request.link());
    }
}
