package org.modeltree.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KnownPathsTest {

    private static final List<List<String>> KNOWN = Stream.of(
                    "/api/v1",
                    "/api/v1/models",
                    "/api/v1/models/{vendor}/{slug}",
                    "/api/v1/models/{vendor}/{slug}/card",
                    "/api/v1/models/{vendor}/{slug}/scores",
                    "/api/v1/bands",
                    "/api/v1/bands/{capability}",
                    "/api/v1/bands/{capability}/history",
                    "/api/v1/scores",
                    "/api/v1/vendors",
                    "/api/v1/capabilities",
                    "/api/v1/capabilities/{id}",
                    "/api/v1/quality",
                    "/api/v1/cards",
                    "/api/v1/tree")
            .map(KnownPaths::segments)
            .toList();

    @ParameterizedTest
    @CsvSource({
        "/api/v1/model/openai/gpt-4, /api/v1/models/openai/gpt-4",
        "/api/v1/band/context, /api/v1/bands/context",
        "/models, /api/v1/models",
        "/api/models, /api/v1/models",
        "/v1/models, /api/v1/models",
        "/API/V2/Models, /api/v1/models",
        "/models/openai/gpt-4, /api/v1/models/openai/gpt-4",
        "/api/v1/models/openai/gpt-4/crad, /api/v1/models/openai/gpt-4/card",
        "/api/v1/models/a%20b/gpt-4/Card, /api/v1/models/a%20b/gpt-4/card",
        "/api/v1/bands/context/histroy, /api/v1/bands/context/history",
        "/api/v1/tre, /api/v1/tree",
        "/api/v1/vendor;x=1, /api/v1/vendors",
        "/swagger, /q/swagger-ui",
        "/swagger-ui.html, /q/swagger-ui",
        "/openapi, /openapi.json",
        "/api/openapi.json, /openapi.json",
        "/health, /q/health",
        "/llm.txt, /llms.txt",
        "/doc, /docs",
        "/api, /api/v1",
        "/api/, /api/v1",
        "/v1, /api/v1",
        "/api/v2, /api/v1",
        "/api/v1/models/openai/gpt-4/card.md, /api/v1/models/openai/gpt-4/card",
        "/models/openai/gpt-4/scores.json, /api/v1/models/openai/gpt-4/scores",
        "/api/v1/models.json, /api/v1/models",
        "/card.md, /api/v1/cards",
        "/models/openai, /api/v1/models?vendor=openai",
        "/api/model/openai, /api/v1/models?vendor=openai",
        "/api/v1/openai/gpt-4, /api/v1/models?q=openai/gpt-4",
        "/api/v1/openai/gpt-4/card, /api/v1/models?q=openai/gpt-4",
        "/api/v1/openai/gpt-4/crad, /api/v1/models?q=openai/gpt-4",
        "/v1/openai/gpt-4, /api/v1/models?q=openai/gpt-4",
        "/v1/models/gpt-4, /api/v1/models?q=gpt-4",
        "/api/v1/models/gpt-4, /api/v1/models?q=gpt-4",
        "/api/v1/capability/context, /api/v1/capabilities/context",
        "/index.html, /",
        "/index.php, /",
        "/home, /",
    })
    void a_near_miss_suggests_the_path(String path, String expected) {
        assertEquals(expected, KnownPaths.suggestions(path, KNOWN).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "/",
        "/wp-login.php",
        "/api/v1/nothing/like/it",
        "/api/v1/models/openai/gpt-4",
        "/m/openai/gpt-4",
        "/compat/models.dev",
        "/wp-admin/setup",
        "/api/v1/quality/rules",
        "/v1/chat/completions",
        "/api/v1/index.html",
    })
    void other_paths_suggest_nothing(String path) {
        assertEquals(List.of(), KnownPaths.suggestions(path, KNOWN));
    }

    @Test
    void a_very_long_path_suggests_nothing() {
        assertEquals(List.of(), KnownPaths.suggestions("/models/" + "x".repeat(500), KNOWN));
        assertEquals(List.of(), KnownPaths.suggestions("/models" + "/x".repeat(100), KNOWN));
        assertEquals(List.of(), KnownPaths.suggestions(null, KNOWN));
    }
}
