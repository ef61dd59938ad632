package org.modeltree.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The workflows: what actionlint does not check. */
class WorkflowsTest {

    private static final Path FOLDER = Path.of(".github/workflows");
    private static final Set<String> RUNNERS = Set.of("ubuntu-24.04", "ubuntu-24.04-arm", "${{ matrix.runner }}");
    private static final Pattern USES = Pattern.compile("uses: (.*)");
    private static final Pattern PINNED = Pattern.compile("[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+");

    private static void each(BiConsumer<String, JsonNode> check) {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> all = files.sorted().toList();
            assertEquals(3, all.size());
            all.forEach(file -> check.accept(file.getFileName().toString(), Yaml.file(file)));
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
    }

    private static void eachJob(BiConsumer<String, JsonNode> check) {
        each((file, workflow) -> {
            for (Map.Entry<String, JsonNode> job : workflow.path("jobs").properties()) {
                check.accept(file + " " + job.getKey(), job.getValue());
            }
        });
    }

    @Test
    void actions_are_pinned_by_commit_and_say_their_version() {
        each((file, workflow) -> {
            for (MatchResult found :
                    USES.matcher(Yaml.text(FOLDER.resolve(file))).results().toList()) {
                assertTrue(PINNED.matcher(found.group(1)).matches(), file + ": " + found.group(1));
            }
        });
    }

    @Test
    void a_job_may_only_read_unless_it_publishes() {
        each((file, workflow) -> assertEquals(
                "{\"contents\":\"read\"}", workflow.path("permissions").toString(), file));
        eachJob((name, job) -> {
            String wanted = switch (name) {
                case "release.yaml image", "release.yaml chart", "release.yaml clients" ->
                    "{\"contents\":\"read\",\"packages\":\"write\"}";
                case "release.yaml images" -> "{\"packages\":\"write\"}";
                case "release.yaml release" -> "{\"contents\":\"write\"}";
                default -> "";
            };
            assertEquals(wanted, job.path("permissions").toString(), name);
        });
    }

    @Test
    void runs_are_bounded_and_do_not_pile_up() {
        each((file, workflow) ->
                assertTrue(workflow.at("/concurrency/group").asText().contains("github.ref"), file));
        eachJob((name, job) -> {
            assertTrue(RUNNERS.contains(job.path("runs-on").asText()), name);
            assertTrue(job.path("timeout-minutes").asInt() > 0, name);
        });
    }

    @Test
    void secrets_and_what_others_write_reach_a_command_only_as_variables() {
        eachJob((name, job) -> {
            for (JsonNode step : job.path("steps")) {
                assertFalse(step.path("run").asText().contains("${{"), name + ": " + step);
                if (step.path("uses").asText().startsWith("actions/checkout@")) {
                    assertEquals(false, step.at("/with/persist-credentials").asBoolean(true), name);
                }
            }
        });
    }

    @Test
    void a_release_waits_for_everything_that_it_publishes() {
        JsonNode jobs = Yaml.file(FOLDER.resolve("release.yaml")).path("jobs");
        assertEquals(
                "[\"jar\",\"images\",\"chart\",\"clients\"]",
                jobs.at("/release/needs").toString());
        assertEquals("[\"jar\",\"image\"]", jobs.at("/images/needs").toString());
        assertEquals(
                "[\"v[0-9]+.[0-9]+.[0-9]+\"]",
                Yaml.file(FOLDER.resolve("release.yaml")).at("/on/push/tags").toString());
    }
}
