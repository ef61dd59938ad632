package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.http.Numbers;
import org.modeltree.revision.InSnapshot;

/** Says where the facts about a model come from. */
@ApplicationScoped
@InSnapshot
public class FactService {

    private final Facts facts;

    FactService(Facts facts) {
        this.facts = facts;
    }

    /** The sourced facts of a model: its own that are known, in the order of its JSON, then what was measured. */
    public List<Fact> of(ModelView model) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", model.name());
        values.put("family", model.family());
        values.put("kind", model.kind());
        values.put("releaseDate", model.releaseDate());
        values.put("lifecycle", model.lifecycle());
        values.put("parameters", model.parameters());
        values.put("openWeights", model.openWeights());
        values.put("licence", model.licence());
        values.put("modalities", modalities(model));
        values.put("knowledgeCutoff", model.knowledgeCutoff());
        List<Facts.Sourced> sourced = facts.of(model.id());
        Map<String, Facts.Sourced> own = sourced.stream()
                .filter(fact -> fact.measured() == null)
                .collect(Collectors.toMap(Facts.Sourced::name, fact -> fact));
        List<Fact> all = new ArrayList<>();
        values.forEach((name, value) -> {
            if (value != null && own.containsKey(name)) {
                all.add(new Fact(
                        name, value, own.get(name).source(), own.get(name).date()));
            }
        });
        sourced.stream()
                .filter(fact -> fact.measured() != null)
                .forEach(fact ->
                        all.add(new Fact(fact.name(), Numbers.plain(fact.measured()), fact.source(), fact.date())));
        return all;
    }

    private static ModelView.Modalities modalities(ModelView model) {
        ModelView.Modalities modalities = model.modalities();
        return modalities.input() == null && modalities.output() == null ? null : modalities;
    }
}
