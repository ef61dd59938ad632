package org.modeltree.pictures;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.RestPath;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.PictureBody;

/** {@code /badge/{vendor}/{slug}/{capability}.svg} and {@code .png}. */
// \G, because the pattern would be tried from each character of the path, which takes seconds for a long one.
@Path("/badge/{vendor}/{slug}/{capability: \\G[^/]+}.{format: svg|png}")
@Produces(MediaType.WILDCARD)
class BadgeResource {

    private final PictureService pictures;
    private final PictureFiles files;
    private final CurrentRequest request;

    BadgeResource(PictureService pictures, PictureFiles files, CurrentRequest request) {
        this.pictures = pictures;
        this.files = files;
        this.request = request;
    }

    @GET
    public PictureBody badge(
            @RestPath String vendor,
            @RestPath String slug,
            @RestPath String capability,
            @RestPath String format,
            @BeanParam PictureParams params) {
        PictureFiles.Wanted wanted = PictureFiles.wanted(format, params);
        return files.of(pictures.badge(vendor + "/" + slug, capability, format, request.language()), wanted);
    }
}
