package org.modeltree.webhooks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.RecordType;
import org.modeltree.http.Cursor;
import org.modeltree.http.ListView;
import org.modeltree.http.PageRequest;
import org.modeltree.http.RequestLink;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.problem.Problem;
import org.modeltree.revision.InSnapshot;
import org.modeltree.webhooks.delivery.Events;
import org.modeltree.webhooks.delivery.Receiver;
import org.modeltree.webhooks.delivery.Receivers;
import org.modeltree.webhooks.delivery.SigningSecret;
import org.modeltree.webhooks.delivery.WebhookDispatcher;
import org.modeltree.webhooks.delivery.WebhookSettings;

/**
 * Registers, lists, changes and tests webhooks. A curator has those that the same token or account registered, and an admin all;
 * to others, a webhook does not exist.
 */
@ApplicationScoped
class WebhookService {

    /** Path of the list. */
    static final String PATH = "/api/v1/webhooks";

    private static final String LIST = "webhooks";
    private static final String ADMIN = "admin";
    private static final int SHARE = 4;
    /** Pings and repetitions of a webhook that wait at the same time. */
    private static final int MAX_EXTRAS = 10;

    private final Webhooks webhooks;
    private final WebhookWrites writes;
    private final WebhookSettings settings;
    private final Receivers receivers;
    private final Events events;
    private final WebhookDispatcher dispatcher;
    private final CatalogRecords records;
    private final Caller caller;
    private final ObjectMapper json;
    private final SecureRandom random;

    WebhookService(
            Webhooks webhooks,
            WebhookWrites writes,
            WebhookSettings settings,
            Receivers receivers,
            Events events,
            WebhookDispatcher dispatcher,
            CatalogRecords records,
            Caller caller,
            ObjectMapper json,
            SecureRandom random) {
        this.webhooks = webhooks;
        this.writes = writes;
        this.settings = settings;
        this.receivers = receivers;
        this.events = events;
        this.dispatcher = dispatcher;
        this.records = records;
        this.caller = caller;
        this.json = json;
        this.random = random;
    }

    /** Whose webhooks the caller sees; empty for all. */
    private Optional<String> owner() {
        return caller.is(ADMIN) ? Optional.empty() : Optional.of(caller.key().orElse(""));
    }

    private static long id(String text) {
        // Eighteen digits always fit into a long.
        return text.matches("[1-9][0-9]{0,17}") ? Long.parseLong(text) : 0;
    }

    private WebhookRow owned(Optional<WebhookRow> found) {
        Optional<String> owner = owner();
        return found.filter(row -> owner.isEmpty() || owner.get().equals(row.owner()))
                .orElseThrow(() -> new Problem.NotFound("You have no webhook with this id.", List.of()));
    }

    /** Page of webhooks ordered by id. */
    @InSnapshot(onPrimary = true)
    ListView<WebhookView> list(PageRequest page, RequestLink link) {
        Cursor cursor = Cursor.decoded(page.cursor(), LIST, Cursor.Type.INTEGER);
        long after = cursor == null ? 0 : cursor.values().get(0).asLong();
        Optional<String> owner = owner();
        long total = webhooks.count(owner);
        ListView<WebhookRow> rows = ListView.page(
                webhooks.page(owner, after, page.limit() + 1),
                page,
                link,
                LIST,
                row -> new Cursor(List.of(LongNode.valueOf(row.id()))),
                next -> ListView.Meta.exact(total, next));
        return new ListView<>(rows.data().stream().map(WebhookView::of).toList(), rows.meta(), rows.links());
    }

    /**
     * Webhook by id.
     *
     * @throws Problem.NotFound if the caller has none with this id
     */
    @InSnapshot(onPrimary = true)
    WebhookView get(String id) {
        return WebhookView.of(owned(webhooks.find(id(id))));
    }

    /**
     * Page of the deliveries of a webhook, newest first.
     *
     * @throws Problem.NotFound if the caller has no webhook with this id
     */
    @InSnapshot(onPrimary = true)
    ListView<DeliveryView> deliveries(String id, PageRequest page, RequestLink link) {
        long webhook = owned(webhooks.find(id(id))).id();
        String list = LIST + "\n" + webhook;
        Cursor cursor = Cursor.decoded(page.cursor(), list, Cursor.Type.INTEGER);
        long before = cursor == null ? Long.MAX_VALUE : cursor.values().get(0).asLong();
        long total = webhooks.countDeliveries(webhook);
        return ListView.page(
                webhooks.deliveries(webhook, before, page.limit() + 1),
                page,
                link,
                list,
                row -> new Cursor(List.of(LongNode.valueOf(Long.parseLong(row.id())))),
                next -> ListView.Meta.exact(total, next));
    }

    /**
     * Registers a webhook. Its answer is the only one with the secret.
     *
     * @throws Problem.InvalidBody if the address is not allowed
     * @throws Problem.Refused if there are too many
     */
    WriteResult create(WriteRequest request) {
        WriteResult written = writes.earlier(request).orElseGet(() -> {
            WebhookDocument document = checked(WebhookDocument.of(request.body(), types()));
            SigningSecret secret = SigningSecret.random(random);
            return written(request, () -> {
                requireRoom(request.caller());
                long id = webhooks.create(canonical(document), secret, request.caller(), request.actor());
                return answer(201, PATH + "/" + id, webhooks.find(id).orElseThrow());
            });
        });
        return withSecret(written, id(written.location().substring(PATH.length() + 1)));
    }

    private void requireRoom(String owner) {
        webhooks.lockCounts();
        int share = Math.max(1, settings.maxCount() / SHARE);
        if (webhooks.count(Optional.empty()) >= settings.maxCount()) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "There are " + settings.maxCount() + " webhooks already, as many as the setting "
                            + WebhookSettings.MAX_COUNT + " allows. Delete one first.");
        }
        if (webhooks.count(Optional.of(owner)) >= share) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "You have " + share + " webhooks already, a quarter of those that the setting "
                            + WebhookSettings.MAX_COUNT + " allows. Delete one first.");
        }
    }

    private List<String> types() {
        return records.types().stream().map(RecordType::type).toList();
    }

    /** Outside of the transaction, because a name server may be slow. */
    private WebhookDocument checked(WebhookDocument document) {
        try {
            receivers.check(document.url());
            return document;
        } catch (Receiver.InvalidAddress invalid) {
            throw new Problem.InvalidBody(List.of(new Problem.BodyFault("/url", invalid.getMessage())));
        }
    }

    private WebhookDocument canonical(WebhookDocument document) {
        return new WebhookDocument(
                document.url(),
                document.description(),
                document.types(),
                webhooks.canonical(document.models()).stream().distinct().toList(),
                document.vendors(),
                document.active());
    }

    /**
     * Changes a webhook by a JSON Merge Patch.
     *
     * @throws Problem.NotFound if the caller has none with this id
     * @throws Problem.Refused if a precondition fails
     */
    WriteResult patch(String id, WriteRequest request) {
        // First, because the webhook and the names in its address may have changed since.
        Optional<WriteResult> earlier = writes.earlier(request);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        WebhookDocument before = owned(stored(id)).document();
        WebhookDocument wanted = before.patched(request.body(), types());
        if (!wanted.url().equals(before.url())) {
            checked(wanted);
        }
        return written(request, () -> {
            WebhookRow row = locked(id, request);
            WebhookDocument patched = row.document().patched(request.body(), types());
            if (!patched.equals(row.document())) {
                webhooks.update(row.id(), canonical(patched));
            }
            return answer(200, null, webhooks.find(row.id()).orElseThrow());
        });
    }

    private Optional<WebhookRow> stored(String id) {
        return QuarkusTransaction.requiringNew().call(() -> webhooks.find(id(id)));
    }

    private WebhookRow locked(String id, WriteRequest request) {
        WebhookRow row = owned(webhooks.lock(id(id)));
        request.conditions().check(true, row.version());
        return row;
    }

    /**
     * Deletes a webhook with its deliveries.
     *
     * @throws Problem.NotFound if the caller has none with this id
     * @throws Problem.Refused if a precondition fails
     */
    WriteResult delete(String id, WriteRequest request) {
        return written(request, () -> {
            webhooks.delete(locked(id, request).id());
            return new WriteResult(204, null, null, webhooks.revision(), null, false);
        });
    }

    /**
     * Replaces the secret. The answer contains the new one.
     *
     * @throws Problem.NotFound if the caller has no webhook with this id
     */
    WriteResult rotate(String id, WriteRequest request) {
        SigningSecret secret = SigningSecret.random(random);
        WriteResult written = written(request, () -> {
            WebhookRow row = owned(webhooks.lock(id(id)));
            webhooks.rotate(row.id(), secret, settings.formerSecretFor());
            return answer(200, null, webhooks.find(row.id()).orElseThrow());
        });
        return withSecret(written, id(id));
    }

    /**
     * Sends a ping.
     *
     * @throws Problem.NotFound if the caller has no webhook with this id
     * @throws Problem.Refused if too many messages wait, or the service sends none
     */
    WriteResult test(String id, WriteRequest request) {
        return written(request, () -> {
            WebhookRow row = sending(id);
            requireRoom(row);
            return accepted(row.id(), webhooks.insert(row.id(), events.ping(row.id())));
        });
    }

    /**
     * Sends an event once more, with its id and body. One that waits for its next attempt is attempted at once.
     *
     * @throws Problem.NotFound if the caller has no webhook with this id, or it has no delivery with this id
     * @throws Problem.Refused if it waits for the webhook to be active, too many messages wait, or the service sends none
     */
    WriteResult redeliver(String id, String delivery, WriteRequest request) {
        return written(request, () -> {
            WebhookRow row = sending(id);
            DeliveryView found = webhooks.delivery(row.id(), id(delivery))
                    .orElseThrow(() -> new Problem.NotFound("The webhook has no delivery with this id.", List.of()));
            if (found.status().equals("pending")) {
                if (!webhooks.hasten(id(delivery))) {
                    throw new Problem.Refused(
                            Problem.Reason.CONFLICT,
                            "This delivery waits until the webhook is active. Send a PATCH with \"active\": true.");
                }
            } else {
                requireRoom(row);
                webhooks.repeat(id(delivery));
            }
            return accepted(row.id(), id(delivery));
        });
    }

    private WebhookRow sending(String id) {
        WebhookRow row = owned(webhooks.lock(id(id)));
        if (settings.maxCount() == 0) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    "The service sends nothing to webhooks, because the setting " + WebhookSettings.MAX_COUNT
                            + " is 0.");
        }
        return row;
    }

    private void requireRoom(WebhookRow row) {
        if (webhooks.countExtras(row.id()) >= MAX_EXTRAS) {
            throw new Problem.Refused(
                    Problem.Reason.CONFLICT,
                    MAX_EXTRAS
                            + " pings and repetitions of this webhook are waiting already. Wait until they are sent.");
        }
    }

    private WriteResult accepted(long webhook, long delivery) {
        return new WriteResult(
                202,
                null,
                null,
                webhooks.revision(),
                text(webhooks.delivery(webhook, delivery).orElseThrow()),
                false);
    }

    private WriteResult answer(int status, String location, WebhookRow row) {
        return new WriteResult(status, location, row.version(), webhooks.revision(), text(WebhookView.of(row)), false);
    }

    private String text(Object view) {
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private WriteResult written(WriteRequest request, Supplier<WriteResult> work) {
        WriteResult result = writes.write(request, work);
        dispatcher.wake();
        return result;
    }

    /** Adds the secret, which is stored with the webhook only, also if the answer was stored for repeated requests. */
    private WriteResult withSecret(WriteResult result, long id) {
        SigningSecret secret = QuarkusTransaction.requiringNew()
                .call(() -> webhooks.secret(id))
                .orElseThrow(() -> new Problem.NotFound("The webhook of this request was deleted since.", List.of()));
        try {
            ObjectNode body = (ObjectNode) json.readTree(result.body());
            return new WriteResult(
                    result.status(),
                    result.location(),
                    result.part(),
                    result.revision(),
                    text(body.put("secret", secret.reveal())),
                    result.replayed());
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
