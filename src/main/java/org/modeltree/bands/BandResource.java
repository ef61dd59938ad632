package org.modeltree.bands;

import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.bands.cohort.Interval;
import org.modeltree.catalog.TraitParams;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.RequestLink;
import org.modeltree.http.cache.MemoryReads;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.JsonBytes;

/** {@code /api/v1/bands}. */
@Path(BandResource.PATH)
@Produces(MediaType.APPLICATION_JSON)
class BandResource {

    static final String PATH = "/api/v1/bands";

    private final BandService bands;
    private final CurrentRequest request;
    private final Clock clock;

    BandResource(BandService bands, CurrentRequest request, Clock clock) {
        this.bands = bands;
        this.request = request;
        this.clock = clock;
    }

    /** Bands of all models and of named cohorts; others are rarely asked for twice. */
    void answerFromMemory(@Observes MemoryReads reads) {
        reads.add(PATH, Set.of("lower", "upper", "cohort", "percentiles", "histogram"), asked -> {
            BandParams band =
                    new BandParams(asked.parameter("lower"), asked.parameter("upper"), null, asked.parameter("cohort"));
            return MemoryReads.Made.of(bands.bands(
                    band.question(asked.parameter("percentiles"), asked.parameter("histogram")),
                    band.cohort(TraitParams.NONE, today()),
                    asked.language(),
                    RequestLink.of(asked)));
        });
    }

    @GET
    public ListView<JsonBytes> list(
            @BeanParam BandParams band,
            @BeanParam TraitParams traits,
            @RestQuery String percentiles,
            @RestQuery String histogram) {
        return bands.bands(
                band.question(percentiles, histogram),
                band.cohort(traits, today()),
                request.language(),
                request.link());
    }

    @GET
    @Path("{capability}")
    public Object one(
            @RestPath String capability,
            @BeanParam BandParams band,
            @BeanParam TraitParams traits,
            @RestQuery String percentiles,
            @RestQuery String histogram) {
        return bands.bandOf(
                capability, band.question(percentiles, histogram), band.cohort(traits, today()), request.language());
    }

    @GET
    @Path("{capability}/history")
    public HistoryView history(
            @RestPath String capability,
            @BeanParam BandParams band,
            @BeanParam TraitParams traits,
            @RestQuery String interval) {
        String known = Parameters.oneOf("interval", interval, Parameters.names(Interval.values()));
        return bands.history(
                capability,
                known == null ? Interval.QUARTER : Interval.valueOf(known.toUpperCase(Locale.ROOT)),
                band.question(null, null),
                band.cohort(traits, today()),
                request.language());
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }
}
