package org.modeltree.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code deploy/compose.yaml} and the configuration of its proxy. */
class ComposeTest {

    private static final Path FOLDER = Path.of("deploy");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)(:?[-?])?([^}]*)}");

    private final JsonNode compose = Yaml.file(FOLDER.resolve("compose.yaml"));
    private final JsonNode services = compose.path("services");

    @Test
    void it_is_what_compose_understands() {
        assertEquals(List.of(), Yaml.faults("compose", compose));
        ((ObjectNode) services.path("modeltree")).put("replicas", 2);
        assertFalse(Yaml.faults("compose", compose).isEmpty());
    }

    @Test
    void names_that_it_mentions_exist() {
        Set<String> volumes = new TreeSet<>();
        compose.path("volumes").fieldNames().forEachRemaining(volumes::add);
        Set<String> used = new TreeSet<>();
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            service.getValue()
                    .path("depends_on")
                    .fieldNames()
                    .forEachRemaining(name -> assertTrue(services.has(name), name));
            service.getValue()
                    .path("configs")
                    .forEach(config -> assertTrue(
                            compose.path("configs").has(config.path("source").asText()), config.toString()));
            for (JsonNode volume : service.getValue().path("volumes")) {
                String source = volume.asText().split(":")[0];
                if (source.startsWith("./") && !source.startsWith("./monitoring/")) {
                    assertTrue(Files.exists(FOLDER.resolve(source)), source);
                } else if (volume.asText().contains(":") && !source.startsWith("./")) {
                    used.add(source);
                }
            }
        }
        assertEquals(volumes, used);
    }

    @Test
    void prometheus_finds_the_instances_and_grafana_finds_prometheus() {
        JsonNode scrape =
                Yaml.read(compose.at("/configs/prometheus/content").asText()).at("/scrape_configs/0");
        assertEquals("/q/metrics", scrape.path("metrics_path").asText());
        assertTrue(services.has(scrape.at("/dns_sd_configs/0/names/0").asText()));
        assertEquals(
                services.at("/modeltree/environment/MODELTREE_MANAGEMENT_PORT").asText(),
                scrape.at("/dns_sd_configs/0/port").asText());
        assertEquals(
                "http://prometheus:9090",
                Yaml.read(compose.at("/configs/grafana-datasource/content").asText())
                        .at("/datasources/0/url")
                        .asText());
    }

    @Test
    void every_image_has_a_tag_of_one_version() {
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            String image = service.getValue().path("image").asText();
            assertTrue(service.getValue().has("build") || image.matches(".+:v?[0-9]+(\\.[0-9]+){1,2}"), image);
        }
    }

    @Test
    void every_setting_exists_and_no_secret_is_written_here() {
        JsonNode environment = services.at("/modeltree/environment");
        List<String> names = new ArrayList<>();
        environment.fieldNames().forEachRemaining(names::add);
        assertEquals(List.of(), Settings.unknown(names));
        assertEquals(
                "${MODELTREE_SECURITY_BOOTSTRAP_TOKEN:-}",
                environment.path("MODELTREE_SECURITY_BOOTSTRAP_TOKEN").asText());
        assertEquals(services.at("/database/environment/POSTGRES_PASSWORD"), environment.path("DB_PASSWORD"));
        Set<String> variables = new TreeSet<>();
        VARIABLE.matcher(Yaml.text(FOLDER.resolve("compose.yaml"))).results().forEach(found -> {
            variables.add(found.group(1));
            // A password that has a default is the same everywhere.
            assertEquals(
                    found.group(1).contains("PASSWORD") ? ":?" : ":-", found.group(2), "default of " + found.group(1));
        });
        assertEquals(
                "${DB_PASSWORD:?set it to a password of your own, as the head of deploy/compose.yaml shows}",
                environment.path("DB_PASSWORD").asText());
        assertEquals(
                Set.of("DB_PASSWORD", "GRAFANA_PORT", "MODELTREE_SECURITY_BOOTSTRAP_TOKEN", "PORT", "PROMETHEUS_PORT"),
                variables);
    }

    @Test
    void only_the_proxy_is_published_beyond_this_machine_and_it_finds_the_instances() {
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            for (JsonNode port : service.getValue().path("ports")) {
                assertTrue(service.getKey().equals("proxy") || port.asText().startsWith("127.0.0.1:"), port.asText());
            }
        }
        String proxy = Yaml.text(FOLDER.resolve("haproxy.cfg"));
        assertTrue(services.at("/proxy/ports/0").asText().endsWith(":8080") && proxy.contains("\n    bind :8080\n"));
        assertTrue(proxy.contains(
                " modeltree:" + services.at("/modeltree/expose/0").asText() + "\n"));
        // Health and metrics are where the proxy leads nobody, so no spelling of their path reaches them.
        String management =
                services.at("/modeltree/environment/MODELTREE_MANAGEMENT_PORT").asText();
        assertEquals(management, services.at("/modeltree/expose/1").asText());
        assertTrue(proxy.contains("default-server check port " + management + " "));
        // Instances trust the address that the proxy puts there, so it must not pass on what a client says.
        assertTrue(proxy.contains("http-request set-header X-Forwarded-For %[src]"));
        assertEquals(
                "true",
                services.at("/modeltree/environment/QUARKUS_HTTP_PROXY_PROXY_ADDRESS_FORWARDING")
                        .asText());
    }

    @Test
    void an_instance_has_time_to_stop_and_room_for_imports() {
        assertEquals("30s", services.at("/modeltree/stop_grace_period").asText());
        assertTrue(Yaml.text(FOLDER.resolve("Dockerfile")).contains("ENV MODELTREE_SHUTDOWN_DELAY=5s"));
        assertTrue(Yaml.text(Path.of("src/docs/settings.md")).contains("| `modeltree.shutdown.grace` | `20s` |"));
        assertEquals("[\"/tmp\"]", services.at("/modeltree/volumes").toString());
        assertEquals(true, services.at("/modeltree/read_only").asBoolean());
    }
}
