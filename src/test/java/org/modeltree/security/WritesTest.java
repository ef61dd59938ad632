package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.security.Requests.as;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.modeltree.MainClasses;

/** No write is public, whether it is documented or not. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
class WritesTest {

    private static final Set<String> WRITING = Set.of("post", "put", "patch", "delete");

    /** Reads whose question is too long for a URL. */
    private static final Set<String> POSTED_READS = Set.of("/api/v1/resolve", "/api/v1/cost");

    /** A write operation: method and path. */
    private record Write(String method, String template, String mediaType) {

        String path() {
            return template.replaceAll("\\{[^}]*}", "x1");
        }

        Response by(RequestSpecification somebody) {
            // Without a body, because credentials are checked first.
            return (mediaType == null ? somebody : somebody.contentType(mediaType)).request(method, path());
        }
    }

    @Test
    void every_documented_write_needs_credentials_and_a_role() throws IOException {
        List<Write> writes = documented();
        assertFalse(writes.isEmpty());
        assertClosed(writes);
    }

    @Test
    void every_existing_write_needs_credentials_and_a_role() {
        List<Write> writes = new ArrayList<>();
        for (Method method : writeMethods()) {
            String verb = verb(method).orElseThrow();
            Consumes consumes = method.getAnnotation(Consumes.class);
            if (consumes == null) {
                consumes = method.getDeclaringClass().getAnnotation(Consumes.class);
            }
            boolean any = consumes == null || consumes.value()[0].contains("*");
            writes.add(new Write(verb, template(method), any ? null : consumes.value()[0]));
        }
        assertFalse(writes.isEmpty());
        assertClosed(writes);
    }

    @Test
    void every_writing_method_names_exactly_one_role() {
        for (Method method : writeMethods()) {
            RolesAllowed roles = method.getAnnotation(RolesAllowed.class);
            if (roles == null) {
                roles = method.getDeclaringClass().getAnnotation(RolesAllowed.class);
            }
            assertTrue(roles != null, () -> method.toString() + " names no role");
            assertEquals(1, roles.value().length, method.toString());
            assertTrue(Set.of("curator", "admin").contains(roles.value()[0]), method.toString());
        }
    }

    @Test
    void a_posted_read_needs_what_every_read_needs() {
        for (String path : POSTED_READS) {
            Write read = new Write("POST", path, "application/json");
            assertEquals(400, read.by(given()).statusCode(), path);
            assertRefused(read, 401, "unauthorized", read.by(as("mt_" + "wrong".repeat(10))));
        }
    }

    private static void assertClosed(List<Write> writes) {
        String reader = Requests.secret(GuardedProfile.BOOTSTRAP, "walker", "reader");
        List<Executable> checks = new ArrayList<>();
        for (Write write : writes) {
            checks.add(() -> assertRefused(write, 401, "unauthorized", write.by(given())));
            checks.add(() -> assertRefused(write, 401, "unauthorized", write.by(as("mt_" + "wrong".repeat(10)))));
            checks.add(() -> assertRefused(write, 403, "forbidden", write.by(as(reader))));
        }
        assertAll(checks);
    }

    private static void assertRefused(Write write, int status, String code, Response response) {
        String said = write + " said " + response.statusCode() + " " + response.asString();
        assertEquals(status, response.statusCode(), said);
        assertEquals("application/problem+json", response.contentType(), said);
        assertEquals(code, response.as(JsonNode.class).path("code").asText(), said);
        assertEquals(status == 401, response.header("WWW-Authenticate") != null, said);
    }

    private static List<Write> documented() throws IOException {
        List<Write> writes = new ArrayList<>();
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(java.nio.file.Path.of("openapi", "openapi.yaml").toFile());
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    boolean read = operation.getValue().path("x-read").asBoolean();
                    assertEquals(
                            read,
                            operation.getKey().equals("post") && POSTED_READS.contains(path.getKey()),
                            path.getKey());
                    if (WRITING.contains(operation.getKey()) && !read) {
                        JsonNode body = operation.getValue().path("requestBody");
                        JsonNode resolved = body.has("$ref")
                                ? document.at(body.get("$ref").asText().substring(1))
                                : body;
                        String mediaType = resolved.path("content").isEmpty()
                                ? null
                                : resolved.get("content").fieldNames().next();
                        writes.add(new Write(
                                operation.getKey().toUpperCase(java.util.Locale.ROOT),
                                path.getKey(),
                                mediaType == null || mediaType.contains("*") ? null : mediaType));
                    }
                }));
        return writes;
    }

    private static List<Method> writeMethods() {
        List<Method> methods = new ArrayList<>();
        for (Class<?> type : MainClasses.annotatedWith(Path.class)) {
            for (Method method : type.getDeclaredMethods()) {
                if (verb(method)
                                .filter(verb -> WRITING.contains(verb.toLowerCase(java.util.Locale.ROOT)))
                                .isPresent()
                        && !POSTED_READS.contains(template(method))) {
                    methods.add(method);
                }
            }
        }
        return methods;
    }

    /** HTTP method of a resource method. */
    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String template(Method method) {
        String own = method.isAnnotationPresent(Path.class)
                ? "/" + method.getAnnotation(Path.class).value()
                : "";
        return method.getDeclaringClass().getAnnotation(Path.class).value() + own.replace("//", "/");
    }
}
