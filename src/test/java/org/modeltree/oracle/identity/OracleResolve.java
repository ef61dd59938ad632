package org.modeltree.oracle.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;

/** Expected resolution of ids, by searching all names. */
final class OracleResolve {
    private final Oracle oracle;

    OracleResolve(Oracle oracle) {
        this.oracle = oracle;
    }

    /** The expected response; empty if the id means no model or several. */
    Optional<ObjectNode> resolve(String given) {
        for (OracleModel model : oracle.models()) {
            if (model.id().equals(given)) {
                return Optional.of(answer(given, model, "canonical", given, null));
            }
        }
        String canonical = oracle.canonical(given);
        if (canonical != null) {
            OracleModel model = oracle.model(canonical);
            // A spelling of the id that is not a recorded alias matches as the id itself.
            String matched = model.aliases().stream()
                    .filter(alias -> Oracle.fold(alias).equals(Oracle.fold(given)))
                    .findFirst()
                    .orElse(canonical);
            return Optional.of(answer(given, model, "alias", matched, null));
        }
        List<OfferingRecord> offerings = offerings(given);
        if (models(offerings).size() != 1) {
            return Optional.empty();
        }
        TreeSet<String> providers = new TreeSet<>();
        offerings.forEach(offering -> providers.add(offering.provider()));
        OfferingRecord first = offerings.get(0);
        return Optional.of(answer(
                given,
                oracle.model(Oracle.fold(first.model())),
                "offering",
                first.id(),
                providers.size() == 1 ? providers.first() : null));
    }

    /** Models that any provider serves under an id. */
    Set<String> candidates(String given) {
        return models(offerings(given));
    }

    private List<OfferingRecord> offerings(String given) {
        return oracle.catalog.offerings().stream()
                .filter(record -> record.id().equalsIgnoreCase(given)
                        || (record.provider() + "/" + record.id()).equalsIgnoreCase(given))
                .toList();
    }

    private static Set<String> models(List<OfferingRecord> offerings) {
        Set<String> models = new TreeSet<>();
        offerings.forEach(offering -> models.add(Oracle.fold(offering.model())));
        return models;
    }

    private static ObjectNode answer(String given, OracleModel model, String reason, String matched, String provider) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("given", given)
                .put("id", model.id())
                .put("name", model.name())
                .put("reason", reason)
                .put("matched", matched)
                .put("provider", provider)
                .put("certain", true)
                // Other providers may use the id for other models later.
                .put("fixed", !reason.equals("offering") && !(reason.equals("alias") && given.endsWith("-latest")))
                .putNull("since")
                .set("suggestions", JsonNodeFactory.instance.arrayNode());
    }
}
