package org.modeltree.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;

/** Resources of Kubernetes as its API defines them: a field that it does not know, or of another type, is a fault. */
final class KubernetesModel {

    private static final Map<String, Class<?>> TYPES = Map.of(
            "apps/v1 Deployment", Deployment.class,
            "v1 Service", Service.class,
            "v1 ServiceAccount", ServiceAccount.class,
            "batch/v1 Job", Job.class,
            "networking.k8s.io/v1 Ingress", Ingress.class,
            "networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);

    private static final Map<String, String> CUSTOM = Map.of(
            "monitoring.coreos.com/v1 ServiceMonitor", "servicemonitor",
            "postgresql.cnpg.io/v1 Cluster", "cluster",
            "external-secrets.io/v1 ExternalSecret", "externalsecret");

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new KnownFieldsOnly());

    private KubernetesModel() {}

    /** What is wrong with a document; empty if nothing is. */
    static List<String> faults(JsonNode document) {
        String type = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        if (CUSTOM.containsKey(type)) {
            return Yaml.faults(CUSTOM.get(type), document);
        }
        if (!TYPES.containsKey(type)) {
            return List.of("unknown type " + type);
        }
        try {
            STRICT.treeToValue(document, TYPES.get(type));
            return List.of();
        } catch (JsonProcessingException invalid) {
            return List.of(type + ": " + invalid.getOriginalMessage());
        }
    }

    /** The classes collect fields that they do not know; this makes Jackson refuse them. */
    private static final class KnownFieldsOnly extends JacksonAnnotationIntrospector {

        private static final long serialVersionUID = 1;

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return Boolean.FALSE;
        }
    }
}
