package org.modeltree.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkiverse.mcp.server.JsonRpcErrorCodes;
import io.quarkiverse.mcp.server.runtime.ConnectionManager;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.BoundedJson;
import org.modeltree.http.value.CrossOrigin;

/**
 * The route before that of the MCP extension. It lets through single messages of clients that may read, and makes each of
 * them a request of its own: no session lives longer than its message, so that nothing grows with the number of clients, and
 * any instance can answer any message. The tools are registered with the first one, so that a start costs nothing.
 */
@ApplicationScoped
class AgentRoute {

    private static final String PATHS = "/mcp(?:/.*)?";
    private static final String PATH = "/mcp";
    private static final String METHODS = "POST, OPTIONS";
    private static final String SESSION = "Mcp-Session-Id";
    private static final String VERSION = "Mcp-Protocol-Version";
    private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    private static final String BOTH = "application/json, text/event-stream";
    private static final String JSON = "application/json";

    /** After authentication and the queue of reads, and before the routes of Quarkus. */
    private static final int ORDER = 0;

    private static final String META = "_meta";
    private static final List<String> OBJECTS =
            List.of("arguments", "argument", "ref", "context", "capabilities", "clientInfo", META);
    private static final List<String> TEXTS = List.of("name", "uri", "cursor", "protocolVersion", "level");

    /** Methods about what a later message of a session would get, of which there is none. */
    private static final Set<String> OF_SESSIONS = Set.of("resources/subscribe", "resources/unsubscribe");

    /** Of notifications, which have no answer; one that asks for an answer gets an empty one. */
    private static final String NOTIFICATION = "notifications/";

    private static final int ACCEPTED = 202;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_ACCEPTABLE = 406;
    private static final int UNSUPPORTED = 415;
    private static final int NO_CONTENT = 204;

    private static final ObjectMapper MESSAGES = BoundedJson.strict();

    private final AgentSettings settings;
    private final AgentOrigins origins;
    private final RouteProblems problems;
    private final Instance<AgentTools> tools;
    private final Instance<ConnectionManager> sessions;
    private final Vertx vertx;
    private final AtomicReference<Future<Void>> registered = new AtomicReference<>();

    AgentRoute(
            AgentSettings settings,
            AgentOrigins origins,
            RouteProblems problems,
            Instance<AgentTools> tools,
            Instance<ConnectionManager> sessions,
            Vertx vertx) {
        this.settings = settings;
        this.origins = origins;
        this.problems = problems;
        this.tools = tools;
        this.sessions = sessions;
        this.vertx = vertx;
    }

    void register(@Observes Router router) {
        router.routeWithRegex(PATHS).order(ORDER).handler(this::enter);
    }

    private void enter(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        // The extension has more paths, for a transport that keeps connections open.
        if (!settings.enabled() || !request.path().equals(PATH)) {
            routing.fail(NOT_FOUND);
        } else if (!origins.allow(request)) {
            problems.send(routing, FORBIDDEN, AgentOrigins.refusal(request));
        } else if (request.method().name().equals("OPTIONS")) {
            CrossOrigin.ofAnswer().forEach(routing.response()::putHeader);
            routing.response()
                    .putHeader(HttpHeaders.ALLOW, METHODS)
                    .setStatusCode(NO_CONTENT)
                    .end();
        } else if (!request.method().name().equals("POST")) {
            routing.response().putHeader(HttpHeaders.ALLOW, METHODS);
            problems.send(
                    routing,
                    METHOD_NOT_ALLOWED,
                    "Send each MCP message to this path by POST. There is no stream to open by GET, and no session to end.");
        } else {
            receive(routing);
        }
    }

    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        String version = request.getHeader(VERSION);
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
            problems.send(routing, UNSUPPORTED, "An MCP message must be sent as application/json.");
        } else if (accept != null
                && !accept.contains(JSON)
                && !accept.contains("application/*")
                && !accept.contains("*/*")) {
            problems.send(routing, NOT_ACCEPTABLE, "Answers to MCP messages are application/json.");
        } else if (version != null && !VERSIONS.contains(version)) {
            refuse(
                    routing,
                    JsonRpcErrorCodes.INVALID_REQUEST,
                    "Mcp-Protocol-Version must be one of " + String.join(", ", VERSIONS));
        } else {
            read(routing, routing.body().buffer());
        }
    }

    private void read(RoutingContext routing, Buffer body) {
        JsonNode message;
        try {
            message = MESSAGES.readTree(body == null ? new byte[0] : body.getBytes());
        } catch (BoundedJson.HugeExponentException huge) {
            refuse(routing, JsonRpcErrorCodes.PARSE_ERROR, "invalid JSON: " + BoundedJson.HugeExponentException.DETAIL);
            return;
        } catch (JsonProcessingException malformed) {
            refuse(routing, JsonRpcErrorCodes.PARSE_ERROR, "invalid JSON: " + BoundedJson.reason(malformed));
            return;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        String fault = fault(message);
        if (fault != null) {
            refuse(routing, JsonRpcErrorCodes.INVALID_REQUEST, fault);
        } else if (message.has("id") && isOfSession(message.get("method").textValue())) {
            // Of a subscription, the extension would keep the session for ever, and look through all of them each time.
            nothing(routing, message.get("id"));
        } else if (message.has("id")) {
            if (message.path("params") instanceof ObjectNode params && removesUnused(params)) {
                ((RoutingContextInternal) routing).setBody(Buffer.buffer(message.toString()));
            }
            passOn(routing);
        } else {
            // Nothing outlives a message, so there is nothing that a notification could change.
            CrossOrigin.ofAnswer().forEach(routing.response()::putHeader);
            routing.response().setStatusCode(ACCEPTED).end();
        }
    }

    /**
     * Removes what says how to send progress, and what the client can do, of which nothing is used, and arguments that are
     * null, which many clients send for absent ones and the extension does not expect.
     *
     * @return whether there was anything to remove
     */
    private static boolean removesUnused(ObjectNode params) {
        boolean removed = params.remove(META) != null;
        if (params.path("arguments") instanceof ObjectNode arguments) {
            removed |= arguments
                    .properties()
                    .removeIf(argument -> argument.getValue().isNull());
        }
        return removed;
    }

    private static boolean isOfSession(String method) {
        return OF_SESSIONS.contains(method) || method.startsWith(NOTIFICATION);
    }

    /** An answer without content to a request that changes nothing. */
    private static void nothing(RoutingContext routing, JsonNode id) {
        HttpServerResponse response = routing.response();
        CrossOrigin.ofAnswer().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(MESSAGES.createObjectNode()
                        .put("jsonrpc", "2.0")
                        .<ObjectNode>set("id", id)
                        .set("result", MESSAGES.createObjectNode())
                        .toString());
    }

    /** What is wrong with a message, so that the extension could not answer it; null if nothing is. */
    private static String fault(JsonNode message) {
        if (message.isArray()) {
            return "send one message at a time; batches are not supported";
        }
        if (!message.isObject()
                || !message.path("method").isTextual()
                || !message.path("jsonrpc").asText().equals("2.0")) {
            return "the body must be a JSON-RPC request or notification, an object with `jsonrpc` 2.0 and `method`";
        }
        if (message.has("id")
                && !message.get("id").isTextual()
                && !(message.get("id").isIntegralNumber() && message.get("id").canConvertToLong())) {
            return "`id` must be a text or a whole number";
        }
        JsonNode params = message.path("params");
        if (!params.isMissingNode() && !params.isObject()) {
            return "`params` must be an object";
        }
        for (String key : OBJECTS) {
            if (params.has(key) && !params.get(key).isObject()) {
                return "`params." + key + "` must be an object";
            }
        }
        for (String key : TEXTS) {
            if (params.has(key) && !params.get(key).isTextual()) {
                return "`params." + key + "` must be a text";
            }
        }
        if (message.get("method").textValue().equals("initialize")
                && !(params.path("protocolVersion").isTextual()
                        && params.at("/clientInfo/name").isTextual()
                        && params.at("/clientInfo/version").isTextual())) {
            return "`params` must have `protocolVersion`, and `clientInfo` with `name` and `version`";
        }
        return null;
    }

    private static void refuse(RoutingContext routing, int code, String message) {
        HttpServerResponse response = routing.response();
        CrossOrigin.ofAnswer().forEach(response::putHeader);
        response.setStatusCode(BAD_REQUEST)
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject()
                        .put("jsonrpc", "2.0")
                        .putNull("id")
                        .put("error", new JsonObject().put("code", code).put("message", message))
                        .toBuffer());
    }

    private void passOn(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        HttpServerResponse response = routing.response();
        // Many programs accept anything, which the extension does not understand.
        request.headers().set(HttpHeaders.ACCEPT, BOTH);
        request.headers().remove(SESSION);
        CrossOrigin.ofAnswer().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        routing.addHeadersEndHandler(nothing -> {
            String session = response.headers().get(SESSION);
            if (session != null) {
                response.headers().remove(SESSION);
                sessions.get().remove(session);
            }
        });
        registered().onSuccess(nothing -> routing.next()).onFailure(routing::fail);
    }

    private Future<Void> registered() {
        Future<Void> known = registered.get();
        if (known != null && !known.failed()) {
            return known;
        }
        synchronized (registered) {
            known = registered.get();
            if (known == null || known.failed()) {
                known = vertx.executeBlocking(() -> {
                    tools.get().register();
                    return null;
                });
                registered.set(known);
            }
            return known;
        }
    }
}
