package org.modeltree.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.modeltree.contract.Contract;

/** What must be true of every answer, whatever the request was. */
final class Judge {

    /** Class names, stack frames and messages of the database. */
    private static final Pattern INTERNALS = Pattern.compile(
            "org\\.modeltree\\.|\\b(java|javax|jakarta|io\\.quarkus|io\\.vertx|io\\.netty|org\\.hibernate|org\\.postgresql|com\\.fasterxml)\\.[a-z]+\\."
                    + "|\\w+Exception\\b|\\bat [\\w.$]+\\(\\w+\\.java|PSQL|SQLSTATE|\\bERROR: |\\bpg_catalog\\b");

    private static final Set<Integer> OF_MALFORMED =
            Set.of(400, 401, 403, 404, 405, 406, 408, 410, 411, 413, 414, 415, 417, 428, 431, 501, 505);
    /** Answers that do not depend on the operation, and are not listed with each. */
    private static final Set<Integer> GENERAL = Set.of(404, 405, 414, 431);

    /** Headers that HTTP/2 forbids. */
    private static final List<String> OF_CONNECTIONS =
            List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final XMLInputFactory XML = XMLInputFactory.newDefaultFactory();

    static {
        XML.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    }

    private final Contract contract;
    private final Map<String, Pattern> patterns = new ConcurrentHashMap<>();

    Judge(Contract contract) {
        this.contract = contract;
    }

    /** What is wrong with an answer; empty if it is right. */
    List<String> faults(Call call, Answer answer) {
        List<String> faults = new ArrayList<>();
        checkStatus(call, answer, faults);
        // The answer to a malformed HEAD is that of the HTTP server.
        if (!call.isMalformed() || !call.method().equals("HEAD")) {
            checkHeaders(answer, faults);
        }
        if (call.isOverHttp2()) {
            OF_CONNECTIONS.stream()
                    .filter(answer.headers()::containsKey)
                    .forEach(name -> faults.add("the header " + name + " over HTTP/2"));
        }
        String text = answer.text();
        if (answer.status() >= 400 && !call.method().equals("HEAD")) {
            checkProblem(call, answer, text, faults);
        } else if (answer.isSuccess()) {
            checkMedia(call, answer, text, faults);
        }
        // Malformed requests may be refused before their path is known, and matrix parameters are no part of a path.
        if (!call.isMalformed() && !call.path().contains(";")) {
            operation(call).ifPresent(operation -> checkOperation(operation, call, answer, faults));
        }
        return faults;
    }

    private Optional<Contract.Operation> operation(Call call) {
        return contract.operationOf(call.method(), call.path());
    }

    private static void checkStatus(Call call, Answer answer, List<String> faults) {
        int status = answer.status();
        if (status == 503
                && answer.header("retry-after")
                        .filter(wait -> wait.matches("[1-9][0-9]{0,4}"))
                        .isEmpty()) {
            faults.add("503 without Retry-After");
        } else if (status >= 500 && status != 503 && !(call.isMalformed() && OF_MALFORMED.contains(status))) {
            faults.add("the status " + status);
        } else if (call.isMalformed()
                && status >= 300
                && status != 308
                && status != 307
                && status != 304
                && status < 500
                && !OF_MALFORMED.contains(status)) {
            faults.add("a malformed request got " + status);
        }
    }

    private static void checkHeaders(Answer answer, List<String> faults) {
        if (answer.headers().containsKey(Nasty.HEADER)) {
            faults.add("the header " + Nasty.HEADER + " was injected");
        }
        answer.headers().forEach((name, values) -> {
            if (values.stream().anyMatch(value -> value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f))) {
                faults.add("a control character in the header " + name);
            }
        });
        if (answer.header("x-content-type-options").filter("nosniff"::equals).isEmpty() && answer.status() >= 200) {
            faults.add("no X-Content-Type-Options");
        }
        if (answer.header("server").isPresent() || answer.header("x-powered-by").isPresent()) {
            faults.add("the software is named");
        }
    }

    private void checkProblem(Call call, Answer answer, String text, List<String> faults) {
        if (INTERNALS.matcher(text).find()) {
            faults.add("internals in the body");
        }
        boolean isOfOpenRouter = call.path().startsWith("/compat/openrouter/");
        if (isOfOpenRouter && answer.mediaType().equals("application/json")) {
            return;
        }
        if (isPage(call) && answer.mediaType().equals("text/html")) {
            checkMedia(call, answer, text, faults);
            return;
        }
        if (!answer.mediaType().equals("application/problem+json")) {
            if (!call.path().startsWith("/mcp")) {
                faults.add("an error that is no problem document but " + answer.mediaType());
            }
            return;
        }
        JsonNode problem = answer.json();
        for (String key : List.of("type", "title", "status", "detail", "instance", "code")) {
            if (problem.path(key).isMissingNode() || problem.path(key).isNull()) {
                faults.add("a problem without " + key);
            }
        }
        if (problem.path("status").asInt() != answer.status()) {
            faults.add("a problem with the status " + problem.path("status"));
        }
        if (!answer.header("cache-control").orElse("").contains("no-store")) {
            faults.add("an error that caches may keep");
        }
    }

    private static boolean isPage(Call call) {
        return call.operation().isEmpty() && !call.path().startsWith("/api/");
    }

    private static void checkMedia(Call call, Answer answer, String text, List<String> faults) {
        String type = answer.mediaType();
        if (type.equals("text/html") || type.equals("image/svg+xml")) {
            if (text.contains(Nasty.SCRIPT) || text.contains("<img src=x")) {
                faults.add("an unescaped script in " + type);
            }
        }
        if (call.method().equals("HEAD") || answer.status() == 204 || answer.body().length == 0) {
            return;
        }
        if (Contract.isJson(type) && answer.json().isMissingNode()) {
            faults.add("a body that is no JSON");
        } else if (type.endsWith("+xml") && !isXml(text)) {
            faults.add("a body that is no XML");
        } else if (type.equals("image/png") && !startsWith(answer.body(), PNG)) {
            faults.add("a body that is no PNG");
        }
    }

    private static boolean startsWith(byte[] body, byte[] beginning) {
        return body.length > beginning.length
                && Arrays.equals(body, 0, beginning.length, beginning, 0, beginning.length);
    }

    private static boolean isXml(String text) {
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                reader.next();
            }
            return true;
        } catch (XMLStreamException malformed) {
            return false;
        }
    }

    /** Status, media type, headers and body are those that the contract declares. */
    private void checkOperation(Contract.Operation operation, Call call, Answer answer, List<String> faults) {
        JsonNode response =
                contract.resolved(operation.node().path("responses").path(Integer.toString(answer.status())));
        if (response.isMissingNode()) {
            if (!GENERAL.contains(answer.status())) {
                faults.add(operation.name() + " does not declare " + answer.status());
            }
            return;
        }
        JsonNode content = response.path("content");
        if (!content.isEmpty() && answer.body().length > 0 && !content.has(answer.mediaType())) {
            faults.add("the media type " + answer.mediaType() + " is not declared");
        }
        if (answer.body().length > 0 && Contract.isJson(answer.mediaType())) {
            contract.breaches(operation.method(), call.path(), answer.status(), answer.json())
                    .forEach(faults::add);
        }
        // What is not modified has the headers of what it would be.
        JsonNode full = operation.node().at("/responses/200/headers");
        response.path("headers").properties().stream()
                .filter(header -> answer.status() != 304 || full.has(header.getKey()))
                .forEach(header -> checkHeader(header.getKey(), contract.resolved(header.getValue()), answer, faults));
    }

    private void checkHeader(String name, JsonNode declared, Answer answer, List<String> faults) {
        Optional<String> value = answer.header(name.toLowerCase(Locale.ROOT));
        JsonNode schema = contract.resolved(declared.path("schema"));
        if (value.isEmpty()) {
            if (declared.path("required").asBoolean()) {
                faults.add("no header " + name);
            }
        } else if (schema.path("type").asText().equals("integer")
                && !value.get().matches("[0-9]{1,18}")) {
            faults.add("the header " + name + " is " + value.get());
        } else if (schema.has("pattern")
                && !patterns.computeIfAbsent(schema.get("pattern").asText(), Pattern::compile)
                        .matcher(value.get())
                        .find()) {
            faults.add("the header " + name + " is " + value.get());
        }
    }
}
