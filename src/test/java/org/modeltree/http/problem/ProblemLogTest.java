package org.modeltree.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** Client input cannot make a log line long or forge another one. */
class ProblemLogTest {

    private static final URI ASKED = URI.create("http://localhost/api/v1/models/openai/" + "a".repeat(60_000));

    @Test
    void log_lines_are_truncated_and_stay_single() {
        List<String> lines = new ArrayList<>();
        PatternFormatter message = new PatternFormatter("%s");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(message.format(line));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ProblemMapper.class.getName());
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            ProblemMapper mapper = new ProblemMapper(new UnexpectedFaults());
            mapper.unexpected(new SQLException("late\nERROR forged " + "b".repeat(60_000), "57014"), asked());
            mapper.unexpected(new IllegalStateException("broken"), asked());
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }
        assertEquals(2, lines.size());
        // The request that it was is in the same line, in both.
        lines.forEach(line -> assertTrue(line.matches(".*\\[[0-9a-f]{16}].*"), line));
        lines.forEach(line -> {
            assertTrue(line.length() < 1_000, () -> line.length() + " characters");
            assertTrue(line.chars().noneMatch(Character::isISOControl), line);
        });
    }

    private static HttpServerRequest asked() {
        return (HttpServerRequest) Proxy.newProxyInstance(
                HttpServerRequest.class.getClassLoader(),
                new Class<?>[] {HttpServerRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "params", "headers" -> MultiMap.caseInsensitiveMultiMap();
                    case "response" -> answer();
                    default -> ASKED.getRawPath();
                });
    }

    private static HttpServerResponse answer() {
        return (HttpServerResponse) Proxy.newProxyInstance(
                HttpServerResponse.class.getClassLoader(),
                new Class<?>[] {HttpServerResponse.class},
                (proxy, method, arguments) -> MultiMap.caseInsensitiveMultiMap());
    }
}
