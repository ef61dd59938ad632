package org.modeltree.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart: that it renders, that Kubernetes knows every field, and that it says what it is meant to say. */
class ChartTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-zA-Z.]+)` \\| (.+?) \\| (.+) \\|$");
    private static final List<String> WHOLE =
            List.of("resources", "cnpg.resources", "migration.resources", "cnpg.parameters");

    @Test
    void helm_lints_it_without_a_complaint() {
        LintResult result = new Helm(Chart.FOLDER).lint().strict().quiet().call();
        // Without values it must say what is missing, and complain about nothing else.
        List<String> complaints = result.getMessages().stream()
                .filter(message ->
                        !message.contains("Set database.url") && !message.contains("Set database.existingSecret"))
                .filter(message -> message.contains("[ERROR]") || message.contains("[WARNING]"))
                .toList();
        assertEquals(List.of(), complaints, result.getMessages().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "minimal, Deployment Job NetworkPolicy PodDisruptionBudget Service ServiceAccount",
        "bare, Deployment Service",
        "cnpg, Cluster Deployment Job NetworkPolicy PodDisruptionBudget Service ServiceAccount ServiceMonitor",
        "vault, Deployment ExternalSecret ExternalSecret Job NetworkPolicy PodDisruptionBudget Service ServiceAccount",
        "everything, Deployment HorizontalPodAutoscaler Ingress Job NetworkPolicy PodDisruptionBudget Service"
                + " ServiceAccount ServiceMonitor"
    })
    void it_renders_resources_that_kubernetes_knows(String values, String kinds) {
        List<JsonNode> documents = Chart.rendered(values);
        assertEquals(
                List.of(kinds.split(" ")),
                documents.stream()
                        .map(document -> document.path("kind").asText())
                        .sorted()
                        .toList());
        for (JsonNode document : documents) {
            assertEquals(List.of(), KubernetesModel.faults(document), document.toPrettyString());
            assertTrue(
                    document.at("/metadata/name").asText().matches("shop-modeltree[-a-z0-9]*"),
                    document.at("/metadata").toString());
        }
    }

    @Test
    void a_field_that_kubernetes_does_not_know_is_found() {
        JsonNode deployment = Chart.only(Chart.rendered("minimal"), "Deployment");
        assertEquals(List.of(), KubernetesModel.faults(deployment));
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).put("livenessprobe", "x");
        assertTrue(
                KubernetesModel.faults(deployment).toString().contains("Unrecognized field \"livenessprobe\""),
                KubernetesModel.faults(deployment).toString());
        ((ObjectNode) deployment.at("/spec/template/spec/containers/0")).remove("livenessprobe");
        ((ObjectNode) deployment.at("/spec")).put("replicas", "many");
        assertFalse(KubernetesModel.faults(deployment).isEmpty());
        JsonNode cluster = Chart.only(Chart.rendered("cnpg"), "Cluster");
        ((ObjectNode) cluster.at("/spec")).put("instance", 3);
        assertTrue(
                KubernetesModel.faults(cluster).toString().contains("'instance'"),
                KubernetesModel.faults(cluster).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replicas=-1",
                "replicas=two",
                "replica=2",
                "image.pullPolicy=Sometimes",
                "image.digest=sha256:123",
                "database.url=postgres://postgres.example/modeltree",
                "database.url=jdbc:postgresql://postgres.example/modeltree?user=a&password=b",
                "database.password=secret",
                "settings.MODELTREE_SECURITY_BOOTSTRAP_TOKEN=mt_secret",
                "settings.QUARKUS_DATASOURCE_PASSWORD=secret",
                "settings.PATH=/bin",
                "settings.MODELTREE_SHUTDOWN_GRACE=50s",
                "settings.MODELTREE_MANAGEMENT_PORT=9001",
                "settings.MODELTREE_MANAGEMENT_HOST=127.0.0.1",
                "settings.QUARKUS_HTTP_PORT=8081",
                "settings.QUARKUS_HTTP_INSECURE_REQUESTS=disabled",
                "settings.QUARKUS_HTTP_ROOT_PATH=/models",
                "settings.MODELTREE_TRACING_HEADERS=authorization=x",
                "starterCatalog=all",
                "imports.maxOnDisk=0",
                "shutdown.delaySeconds=5s",
                "resources.limits.memory=lots",
                "service.type=Internal",
                "ingress.enabled=true",
                "ingress.hosts[0]=https://models.example",
                "autoscaling.targetCPUUtilizationPercentage=0",
                "podDisruptionBudget.maxUnavailable=0",
                "serviceMonitor.interval=soon",
                "networkPolicy.databasePort=70000",
                "cnpg.enabled=true",
                "vault.storeKind=Vault",
                "vault.refreshInterval=often",
                "vault.databaseKey=a b",
                "vault.token=secret",
                "extraVolumes[0].name=certificates",
                "extraVolumes[0].secret.secretName=certificates",
                "extraVolumes={name: certificates}"
            })
    void a_broken_value_is_refused(String setting) {
        assertThrows(RuntimeException.class, () -> Chart.rendered("minimal", setting), setting);
    }

    @Test
    void a_refusal_says_what_to_do() {
        assertTrue(refusal("bare", "database.url=").contains("Set database.url to the JDBC URL of your PostgreSQL"));
        assertTrue(refusal("bare", "database.existingSecret=").contains("Set database.existingSecret"));
        assertTrue(refusal("minimal", "cnpg.enabled=true").contains("Set either database.url or cnpg.enabled"));
        assertTrue(refusal("cnpg", "cnpg.synchronousStandbys=3").contains("must be below cnpg.instances"));
        assertTrue(refusal("everything", "autoscaling.maxReplicas=1").contains("must not be below"));
        assertTrue(refusal("minimal", "replicas=-1").contains("replicas"));
    }

    @Test
    void secrets_of_a_vault_are_there_before_the_job_that_migrates_and_are_those_that_pods_read() {
        List<JsonNode> documents = Chart.rendered("vault");
        List<JsonNode> secrets = documents.stream()
                .filter(document -> document.path("kind").asText().equals("ExternalSecret"))
                .toList();
        JsonNode job = Chart.only(documents, "Job");
        for (JsonNode secret : secrets) {
            JsonNode annotations = secret.at("/metadata/annotations");
            // Chart shows hooks under this name.
            assertEquals(
                    "pre-install,pre-upgrade,pre-rollback",
                    annotations.path("visible/hook").asText());
            assertEquals(job.at("/metadata/annotations/visible~1hook"), annotations.path("visible/hook"));
            assertTrue(annotations.path("visible/hook-weight").asInt()
                    < job.at("/metadata/annotations/visible~1hook-weight").asInt());
            assertEquals(secret.at("/metadata/name"), secret.at("/spec/target/name"));
        }
        JsonNode pod = Chart.only(documents, "Deployment").at("/spec/template/spec");
        assertEquals("shop-modeltree-vault-database/user", environment(pod).get("DB_USER"));
        assertEquals("shop-modeltree-vault-database/password", environment(pod).get("DB_PASSWORD"));
        assertEquals("shop-modeltree-vault-token/token", environment(pod).get("MODELTREE_SECURITY_BOOTSTRAP_TOKEN"));
        assertEquals(
                "[{\"secretKey\":\"user\",\"remoteRef\":{\"key\":\"modeltree/database\",\"property\":\"user\"}},"
                        + "{\"secretKey\":\"password\",\"remoteRef\":{\"key\":\"modeltree/database\",\"property\":\"password\"}}]",
                secrets.get(0).at("/spec/data").toString());
        assertTrue(refusal("vault", "database.existingSecret=own").contains("Set either database.existingSecret"));
        assertTrue(refusal("vault", "bootstrapToken.existingSecret=own").contains("Set either bootstrapToken"));
        assertTrue(refusal("vault", "vault.store=").contains("Set vault.store"));
        assertTrue(refusal("minimal", "vault.store=a").contains("needs vault.databaseKey"));
        assertTrue(refusal("cnpg", "vault.store=a", "vault.databaseKey=b").contains("cnpg.enabled"));
    }

    @Test
    void a_volume_of_the_node_and_a_mount_over_the_temporary_folder_are_refused() {
        String volume = "extraVolumes[0].name=certificates";
        String secret = "extraVolumes[0].secret.secretName=certificates";
        String mount = "extraVolumeMounts[0].name=certificates";
        assertEquals(
                "certificates",
                Chart.only(
                                Chart.rendered(
                                        "minimal", volume, secret, mount, "extraVolumeMounts[0].mountPath=/etc/certs"),
                                "Deployment")
                        .at("/spec/template/spec/volumes/1/secret/secretName")
                        .asText());
        for (List<String> wrong : List.of(
                List.of(volume, "extraVolumes[0].hostPath.path=/etc"),
                List.of(volume, secret, "extraVolumes[0].configMap.name=other"),
                List.of(volume, "extraVolumes[0].secret.name=certificates"),
                List.of("extraVolumes[0].name=Certificates", secret),
                List.of("extraVolumes[0].name=temporary", secret),
                List.of(volume, secret, mount),
                List.of(volume, secret, mount, "extraVolumeMounts[0].mountPath=etc"),
                List.of(volume, secret, mount, "extraVolumeMounts[0].mountPath=/tmp"),
                List.of(volume, secret, mount, "extraVolumeMounts[0].mountPath=/etc/a", "extraVolumeMounts[0].path=/b"))) {
            assertThrows(
                    RuntimeException.class,
                    () -> Chart.rendered("minimal", wrong.toArray(new String[0])),
                    wrong.toString());
        }
        assertTrue(refusal("minimal", mount, "extraVolumeMounts[0].mountPath=/etc/certs")
                .contains("extraVolumeMounts names the volume certificates, which extraVolumes does not have"));
    }

    @Test
    void files_are_mounted_into_instances_and_into_the_job_that_migrates() {
        for (String kind : List.of("Deployment", "Job")) {
            JsonNode pod = Chart.only(Chart.rendered("everything"), kind).at("/spec/template/spec");
            JsonNode mounts = pod.at("/containers/0/volumeMounts");
            assertEquals(
                    "[{\"name\":\"temporary\",\"mountPath\":\"/tmp\"},"
                            + "{\"name\":\"database-ca\",\"mountPath\":\"/etc/modeltree/database\",\"readOnly\":true},"
                            + "{\"name\":\"issuer\",\"mountPath\":\"/etc/modeltree/issuer.pem\",\"subPath\":\"issuer.pem\","
                            + "\"readOnly\":false}]",
                    mounts.toString());
            assertEquals(3, pod.path("volumes").size());
            assertEquals(
                    "database-ca", pod.at("/volumes/1/secret/secretName").asText());
            assertEquals(288, pod.at("/volumes/1/secret/defaultMode").asInt());
            assertEquals("issuer-keys", pod.at("/volumes/2/configMap/name").asText());
            // The certificate that the address of the database names is one of the files.
            assertTrue(environment(pod).get("DB_URL").contains("sslrootcert=/etc/modeltree/database/root.crt"));
            assertEquals("root.crt", pod.at("/volumes/1/secret/items/0/path").asText());
        }
        JsonNode plain = Chart.only(Chart.rendered("minimal"), "Deployment").at("/spec/template/spec");
        assertEquals(1, plain.path("volumes").size());
    }

    private static String refusal(String values, String... settings) {
        return assertThrows(RuntimeException.class, () -> Chart.rendered(values, settings))
                .getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "bare", "cnpg", "vault", "everything"})
    void pods_follow_the_restricted_standard_and_get_no_token(String values) {
        for (JsonNode document : Chart.rendered(values)) {
            if (document.at("/spec/template/spec").isMissingNode()) {
                continue;
            }
            JsonNode pod = document.at("/spec/template/spec");
            assertEquals(false, pod.path("automountServiceAccountToken").asBoolean(true));
            assertEquals(true, pod.at("/securityContext/runAsNonRoot").asBoolean());
            assertEquals(
                    "RuntimeDefault",
                    pod.at("/securityContext/seccompProfile/type").asText());
            assertTrue(pod.path("hostNetwork").isMissingNode());
            for (JsonNode container : pod.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertEquals(false, security.path("allowPrivilegeEscalation").asBoolean(true));
                assertEquals(true, security.path("readOnlyRootFilesystem").asBoolean());
                assertEquals("[\"ALL\"]", security.at("/capabilities/drop").toString());
                assertTrue(security.at("/capabilities/add").isMissingNode());
                assertFalse(container.at("/resources/limits/memory").isMissingNode());
                assertEquals("/tmp", container.at("/volumeMounts/0/mountPath").asText());
            }
            assertFalse(pod.at("/volumes/0/emptyDir/sizeLimit").isMissingNode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minimal", "bare", "cnpg", "vault", "everything"})
    void selectors_ports_and_accounts_fit_each_other(String values) {
        List<JsonNode> documents = Chart.rendered(values);
        JsonNode deployment = Chart.only(documents, "Deployment");
        JsonNode labels = deployment.at("/spec/template/metadata/labels");
        JsonNode pod = deployment.at("/spec/template/spec");
        assertSelects(deployment.at("/spec/selector/matchLabels"), labels);
        JsonNode service = Chart.only(documents, "Service");
        assertSelects(service.at("/spec/selector"), labels);
        assertEquals("http", service.at("/spec/ports/0/targetPort").asText());
        assertEquals("http", pod.at("/containers/0/ports/0/name").asText());
        assertEquals(8080, pod.at("/containers/0/ports/0/containerPort").asInt());
        assertEquals("management", pod.at("/containers/0/ports/1/name").asText());
        assertEquals(
                environment(pod).get("MODELTREE_MANAGEMENT_PORT"),
                pod.at("/containers/0/ports/1/containerPort").asText());
        // Health and metrics are for the cluster alone.
        assertEquals(1, service.at("/spec/ports").size());
        for (JsonNode document : documents) {
            switch (document.path("kind").asText()) {
                case "PodDisruptionBudget" -> assertSelects(document.at("/spec/selector/matchLabels"), labels);
                case "NetworkPolicy" -> {
                    assertSelects(document.at("/spec/podSelector/matchLabels"), labels);
                    assertEquals("http", document.at("/spec/ingress/0/ports/0/port").asText());
                    assertEquals(
                            "management",
                            document.at("/spec/ingress/1/ports/0/port").asText());
                    assertTrue(document.at("/spec/ingress/1/from").isMissingNode());
                }
                case "ServiceMonitor" -> {
                    assertSelects(document.at("/spec/selector/matchLabels"), service.at("/metadata/labels"));
                    assertEquals(
                            pod.at("/containers/0/ports/1/name"), document.at("/spec/endpoints/0/targetPort"));
                    assertEquals(
                            "/q/metrics", document.at("/spec/endpoints/0/path").asText());
                    // What the alerts ask for, whatever the release is called.
                    assertEquals(
                            "[{\"targetLabel\":\"job\",\"replacement\":\"modeltree\"}]",
                            document.at("/spec/endpoints/0/relabelings").toString());
                }
                case "HorizontalPodAutoscaler" ->
                    assertEquals(deployment.at("/metadata/name"), document.at("/spec/scaleTargetRef/name"));
                case "Ingress" -> {
                    assertEquals(
                            service.at("/metadata/name"),
                            document.at("/spec/rules/0/http/paths/0/backend/service/name"));
                    assertEquals(2, document.at("/spec/rules").size());
                    assertEquals(2, document.at("/spec/tls/0/hosts").size());
                }
                case "ServiceAccount" -> assertEquals(document.at("/metadata/name"), pod.path("serviceAccountName"));
                case "Job" -> {
                    JsonNode other = document.at("/spec/template/metadata/labels");
                    assertFalse(contains(service.at("/spec/selector"), other), "requests must not go to the job");
                }
                default -> {}
            }
        }
    }

    private static void assertSelects(JsonNode selector, JsonNode labels) {
        assertTrue(selector.size() >= 2 && contains(selector, labels), selector + " of " + labels);
    }

    private static boolean contains(JsonNode selector, JsonNode labels) {
        return selector.properties().stream().allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
    }

    @Test
    void an_instance_has_time_to_stop_and_is_probed_where_the_service_answers() {
        JsonNode pod = Chart.only(Chart.rendered("everything"), "Deployment").at("/spec/template/spec");
        assertEquals(75, pod.path("terminationGracePeriodSeconds").asInt());
        assertEquals("10s", environment(pod).get("MODELTREE_SHUTDOWN_DELAY"));
        assertEquals("60s", environment(pod).get("MODELTREE_SHUTDOWN_GRACE"));
        JsonNode container = pod.at("/containers/0");
        String health = Yaml.text(Path.of("src/docs/operating.md"));
        for (Map.Entry<String, String> probe : Map.of(
                        "startupProbe", "/q/health/started",
                        "livenessProbe", "/q/health/live",
                        "readinessProbe", "/q/health/ready")
                .entrySet()) {
            assertEquals(
                    probe.getValue(),
                    container.at("/" + probe.getKey() + "/httpGet/path").asText());
            assertEquals(
                    "management",
                    container.at("/" + probe.getKey() + "/httpGet/port").asText());
            assertTrue(health.contains("| `" + probe.getValue() + "` |"), probe.getValue());
        }
        JsonNode ready = container.path("readinessProbe");
        assertTrue(ready.path("periodSeconds").asInt()
                        * ready.path("failureThreshold").asInt()
                < 5);
    }

    @Test
    void secrets_are_references_and_settings_exist() {
        Map<String, String> minimal =
                environment(Chart.only(Chart.rendered("minimal"), "Deployment").at("/spec/template/spec"));
        assertEquals("modeltree-database/username", minimal.get("DB_USER"));
        assertEquals("modeltree-database/password", minimal.get("DB_PASSWORD"));
        assertEquals("false", minimal.get("MODELTREE_MIGRATE_AT_START"));
        assertEquals("2000", minimal.get("MODELTREE_IMPORTS_MAX_MEGABYTES"));
        assertEquals("4", minimal.get("MODELTREE_IMPORTS_MAX_ON_DISK"));
        assertFalse(minimal.containsKey("MODELTREE_SECURITY_BOOTSTRAP_TOKEN"));
        JsonNode pod = Chart.only(Chart.rendered("everything"), "Deployment").at("/spec/template/spec");
        Map<String, String> all = environment(pod);
        assertEquals("modeltree-database/user", all.get("DB_USER"));
        assertEquals("modeltree-database/secret", all.get("DB_PASSWORD"));
        assertEquals("modeltree-token/token", all.get("MODELTREE_SECURITY_BOOTSTRAP_TOKEN"));
        assertEquals("jdbc:postgresql://standby.example:5432/modeltree", all.get("MODELTREE_READ_REPLICA_URL"));
        assertEquals("https://models.example", all.get("MODELTREE_PUBLIC_URL"));
        assertEquals("false", all.get("MODELTREE_SECURITY_PUBLIC_READ"));
        assertEquals("30", all.get("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"));
        assertEquals("10100M", pod.at("/volumes/0/emptyDir/sizeLimit").asText());
        assertEquals(
                "ghcr.io/modeltree/modeltree@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                pod.at("/containers/0/image").asText());
        assertEquals(List.of(), Settings.unknown(all.keySet()));
        assertEquals(List.of("MODELTREE_TYPO"), Settings.unknown(List.of("MODELTREE_TYPO", "PORT")));
    }

    @Test
    void a_job_migrates_before_instances_that_do_not() {
        JsonNode job = Chart.only(Chart.rendered("minimal"), "Job");
        assertEquals(
                "pre-install,pre-upgrade,pre-rollback",
                job.at("/metadata/annotations/visible~1hook").asText());
        assertEquals(
                "[\"migrate\"]", job.at("/spec/template/spec/containers/0/args").toString());
        Map<String, String> environment = environment(job.at("/spec/template/spec"));
        assertEquals("jdbc:postgresql://postgres.example:5432/modeltree", environment.get("DB_URL"));
        assertEquals("modeltree-database/password", environment.get("DB_PASSWORD"));
        // What changes the connection, such as its server's certificate, is for both.
        assertEquals(
                "30",
                environment(Chart.only(Chart.rendered("everything"), "Job").at("/spec/template/spec"))
                        .get("QUARKUS_DATASOURCE_JDBC_MAX_SIZE"));
        // A hook runs before the account of the chart exists.
        assertTrue(job.at("/spec/template/spec/serviceAccountName").isMissingNode());
        assertEquals(
                "true",
                environment(Chart.only(Chart.rendered("bare"), "Deployment").at("/spec/template/spec"))
                        .get("MODELTREE_MIGRATE_AT_START"));
    }

    @Test
    void a_cluster_of_three_confirms_commits_on_two_and_is_found_by_instances_and_policy() {
        List<JsonNode> documents = Chart.rendered("cnpg");
        JsonNode cluster = Chart.only(documents, "Cluster");
        assertEquals(3, cluster.at("/spec/instances").asInt());
        assertEquals(1, cluster.at("/spec/postgresql/synchronous/number").asInt());
        assertEquals(
                "required",
                cluster.at("/spec/postgresql/synchronous/dataDurability").asText());
        assertEquals(
                "keep",
                cluster.at("/metadata/annotations/helm.sh~1resource-policy").asText());
        Map<String, String> environment =
                environment(Chart.only(documents, "Deployment").at("/spec/template/spec"));
        assertEquals("jdbc:postgresql://shop-modeltree-db-rw:5432/modeltree", environment.get("DB_URL"));
        assertEquals("shop-modeltree-db-app/username", environment.get("DB_USER"));
        assertEquals(
                "jdbc:postgresql://shop-modeltree-db-ro:5432/modeltree", environment.get("MODELTREE_READ_REPLICA_URL"));
        JsonNode job = Chart.only(documents, "Job");
        // Before the release there is no cluster, so a hook would wait for ever.
        assertTrue(job.at("/metadata/annotations").isMissingNode());
        assertEquals("shop-modeltree-migrate-1", job.at("/metadata/name").asText());
        assertEquals(
                "shop-modeltree-db",
                Chart.only(documents, "NetworkPolicy")
                        .at("/spec/egress/1/to/0/podSelector/matchLabels/cnpg.io~1cluster")
                        .asText());
        assertTrue(Chart.only(Chart.rendered("cnpg", "cnpg.synchronousStandbys=0"), "Cluster")
                .at("/spec/postgresql/synchronous")
                .isMissingNode());
    }

    @Test
    void notes_say_where_it_is_and_how_to_write() {
        String minimal = Chart.notes("minimal");
        assertTrue(minimal.contains("port-forward service/shop-modeltree 8080:80"), minimal);
        assertTrue(minimal.contains("name it in bootstrapToken.existingSecret"), minimal);
        String everything = Chart.notes("everything");
        assertTrue(everything.contains("  https://models.example/\n  https://models.example.org/\n"), everything);
        assertFalse(everything.contains("bootstrapToken"), everything);
        assertTrue(everything.contains("so it needs 168 at most"), everything);
        assertTrue(Chart.notes("cnpg").contains("the job shop-modeltree-migrate-1 has migrated it"));
    }

    @Test
    void the_autoscaler_decides_the_number_of_instances() {
        assertTrue(Chart.only(Chart.rendered("everything"), "Deployment")
                .at("/spec/replicas")
                .isMissingNode());
        assertEquals(
                2,
                Chart.only(Chart.rendered("minimal"), "Deployment")
                        .at("/spec/replicas")
                        .asInt());
    }

    @Test
    void the_readme_has_each_value_with_its_default_and_the_schema_knows_each() {
        Map<String, String> written = new TreeMap<>();
        Matcher row = ROW.matcher(Yaml.text(Chart.FOLDER.resolve("README.md")));
        while (row.find()) {
            written.put(row.group(1), row.group(2));
        }
        Map<String, String> values = new TreeMap<>();
        collect("", Yaml.file(Chart.FOLDER.resolve("values.yaml")), values);
        assertEquals(String.join("\n", lines(values)), String.join("\n", lines(written)));
        JsonNode schema = Yaml.file(Chart.FOLDER.resolve("values.schema.json"));
        for (String key : values.keySet()) {
            String at = "/properties/" + key.replace(".", "/properties/");
            assertFalse(schema.at(at).isMissingNode(), "no bounds of " + key);
        }
        assertClosedObjects(schema, "");
    }

    private static Stream<String> stream(Map<String, String> values) {
        return values.entrySet().stream().map(entry -> entry.getKey() + ": " + entry.getValue());
    }

    private static List<String> lines(Map<String, String> values) {
        return stream(values).toList();
    }

    private static void collect(String path, JsonNode value, Map<String, String> into) {
        if (value.isObject() && !value.isEmpty() && !WHOLE.contains(path)) {
            value.properties()
                    .forEach(entry -> collect(
                            path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(), entry.getValue(), into));
        } else if (value.isObject() && !value.isEmpty()) {
            into.put(path, "see `values.yaml`");
        } else {
            into.put(path, value.isTextual() && value.asText().isEmpty() ? "none" : "`" + plain(value) + "`");
        }
    }

    private static String plain(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** Each object of the schema that names its keys refuses others. */
    private static void assertClosedObjects(JsonNode schema, String path) {
        if (schema.has("properties")) {
            assertEquals(false, schema.path("additionalProperties").asBoolean(true), path);
        }
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            if (entry.getValue().isObject()) {
                assertClosedObjects(entry.getValue(), path + "/" + entry.getKey());
            }
        }
    }

    /** Environment variables by name: a value, or the secret and its key. */
    private static Map<String, String> environment(JsonNode pod) {
        Map<String, String> environment = new HashMap<>();
        for (JsonNode variable : pod.at("/containers/0/env")) {
            JsonNode secret = variable.at("/valueFrom/secretKeyRef");
            String value = secret.isMissingNode()
                    ? variable.path("value").asText()
                    : secret.path("name").asText() + "/" + secret.path("key").asText();
            assertTrue(environment.put(variable.path("name").asText(), value) == null, variable.toString());
        }
        return environment;
    }
}
