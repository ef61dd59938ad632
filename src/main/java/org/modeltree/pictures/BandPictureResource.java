package org.modeltree.pictures;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.LocalDate;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.bands.BandParams;
import org.modeltree.catalog.TraitParams;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PictureBody;

/** {@code /api/v1/bands/{capability}.svg} and {@code .png}. */
// \G, because the pattern would be tried from each character of the path, which takes seconds for a long one.
@Path("/api/v1/bands/{capability: \\G[^/]+}.{format: svg|png}")
@Produces(MediaType.WILDCARD)
class BandPictureResource {

    private static final String BINS = "20";

    private final PictureService pictures;
    private final PictureFiles files;
    private final CurrentRequest request;
    private final Clock clock;

    BandPictureResource(PictureService pictures, PictureFiles files, CurrentRequest request, Clock clock) {
        this.pictures = pictures;
        this.files = files;
        this.request = request;
        this.clock = clock;
    }

    @GET
    public PictureBody band(
            @RestPath String capability,
            @RestPath String format,
            @BeanParam BandParams band,
            @BeanParam TraitParams traits,
            @RestQuery String histogram,
            @BeanParam PictureParams params) {
        PictureFiles.Wanted wanted = PictureFiles.wanted(format, params);
        return files.of(
                pictures.band(
                        capability,
                        band.question(null, histogram == null ? BINS : histogram),
                        band.cohort(traits, LocalDate.now(clock)),
                        request.language()),
                wanted);
    }
}
