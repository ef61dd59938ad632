package org.modeltree.pictures;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PictureBody;

/** {@code /api/v1/models/{vendor}/{slug}/gauge.svg} and {@code .png}. */
@Path("/api/v1/models/{vendor}/{slug}/gauge.{format: svg|png}")
@Produces(MediaType.WILDCARD)
class GaugePictureResource {

    private final PictureService pictures;
    private final PictureFiles files;
    private final CurrentRequest request;

    GaugePictureResource(PictureService pictures, PictureFiles files, CurrentRequest request) {
        this.pictures = pictures;
        this.files = files;
        this.request = request;
    }

    @GET
    public PictureBody gauge(
            @RestPath String vendor, @RestPath String slug, @RestPath String format, @BeanParam PictureParams params) {
        PictureFiles.Wanted wanted = PictureFiles.wanted(format, params);
        return files.of(
                pictures.gauge(vendor + "/" + slug, format, request.language()).answer(request), wanted);
    }
}
