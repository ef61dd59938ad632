package org.modeltree.webhooks;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.modeltree.http.CurrentRequest;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;

/** Resource {@code /api/v1/webhooks}. */
@Path(WebhookService.PATH)
@Produces(MediaType.APPLICATION_JSON)
class WebhookResource {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final WebhookService webhooks;
    private final CurrentRequest request;

    WebhookResource(WebhookService webhooks, CurrentRequest request) {
        this.webhooks = webhooks;
        this.request = request;
    }

    @GET
    @RolesAllowed("curator")
    public ListView<WebhookView> list(@RestQuery String limit, @RestQuery String cursor) {
        return webhooks.list(PageRequest.of(limit, cursor), request.link());
    }

    @POST
    @RolesAllowed("curator")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        return webhooks.create(request.write(body)).answer(request);
    }

    @GET
    @RolesAllowed("curator")
    @Path("{id}")
    public WebhookView get(@RestPath String id) {
        WebhookView webhook = webhooks.get(id);
        request.answersModel(webhook.version());
        return webhook;
    }

    @PATCH
    @RolesAllowed("curator")
    @Path("{id}")
    @Consumes({MERGE_PATCH, MediaType.APPLICATION_JSON})
    public Response patch(@RestPath String id, InputStream body) {
        return webhooks.patch(id, request.write(body)).answer(request);
    }

    @DELETE
    @RolesAllowed("curator")
    @Path("{id}")
    public Response delete(@RestPath String id) {
        return webhooks.delete(id, request.write(null)).answer(request);
    }

    @POST
    @RolesAllowed("curator")
    @Path("{id}/secret")
    public Response rotate(@RestPath String id) {
        return webhooks.rotate(id, request.write(null)).answer(request);
    }

    @POST
    @RolesAllowed("curator")
    @Path("{id}/test")
    public Response test(@RestPath String id) {
        return webhooks.test(id, request.write(null)).answer(request);
    }

    @GET
    @RolesAllowed("curator")
    @Path("{id}/deliveries")
    public ListView<DeliveryView> deliveries(@RestPath String id, @RestQuery String limit, @RestQuery String cursor) {
        return webhooks.deliveries(id, PageRequest.of(limit, cursor), request.link());
    }

    @POST
    @RolesAllowed("curator")
    @Path("{id}/deliveries/{delivery}/redeliver")
    public Response redeliver(@RestPath String id, @RestPath String delivery) {
        return webhooks.redeliver(id, delivery, request.write(null)).answer(request);
    }
}
