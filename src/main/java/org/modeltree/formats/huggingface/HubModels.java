package org.modeltree.formats.huggingface;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.modeltree.formats.source.BenchmarkNames;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.StatedParents;
import org.modeltree.identity.VendorNames;

/**
 * Finder of the models that repositories are. A base model may come later in the file, so edges are reported at its end; until
 * then only ids are kept in memory.
 */
final class HubModels {

    private static final int BATCH_SIZE = 500;
    private static final Pattern MODEL = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}/[a-z0-9][a-z0-9._-]{0,99}");

    /** An edge to a base model, with the model that the catalog has for it. */
    private record Edge(
            String at,
            String child,
            String hubId,
            String base,
            Optional<String> existing,
            BaseModels.Relation relation,
            Optional<String> date) {}

    private final CatalogSink sink;
    private final List<HubModel> batch = new ArrayList<>();
    private final Map<String, String> idsByHubId = new HashMap<>();
    private final Set<String> described = new LinkedHashSet<>();
    private final List<Edge> edges = new ArrayList<>();
    private final StatedParents parents = new StatedParents();
    private boolean benchmark;

    HubModels(CatalogSink sink) {
        this.sink = sink;
    }

    /** Adds a repository; its model is looked up with the next batch. */
    void add(HubModel model) {
        batch.add(model);
        if (batch.size() >= BATCH_SIZE) {
            report();
        }
    }

    /** Reports the rest, and all edges; called after the last entry. */
    void end() {
        report();
        edges.forEach(this::edge);
    }

    private void report() {
        Set<String> ids = new LinkedHashSet<>();
        batch.forEach(model -> {
            ids.add(model.id());
            ids.addAll(model.bases().keySet());
        });
        Map<String, String> existing = sink.existing(ids);
        batch.forEach(model -> report(model, existing));
        batch.clear();
    }

    private void report(HubModel model, Map<String, String> existing) {
        Optional<String> known = Optional.ofNullable(existing.get(model.id()));
        Optional<String> id = known.or(() -> proposed(model.id()));
        if (id.isEmpty()) {
            sink.note(
                    model.idAt(),
                    "has no organization, and no model of the catalog has this id or alias; left out",
                    model.id());
            return;
        }
        idsByHubId.put(key(model.id()), id.get());
        if (described.add(id.get())) {
            ObjectNode record = model.record().put("id", id.get());
            if (known.isPresent()) {
                sink.about(model.at(), record);
            } else {
                sink.record(model.at(), record);
            }
            context(model, id.get());
        } else {
            sink.note(
                    model.idAt(),
                    "is another repository of a model that the file already describes; only its base models are read",
                    model.id());
        }
        model.bases()
                .forEach((base, relation) -> edges.add(new Edge(
                        model.basesAt(),
                        id.get(),
                        model.id(),
                        base,
                        Optional.ofNullable(existing.get(base)),
                        relation,
                        model.date())));
    }

    private void context(HubModel model, String id) {
        if (model.contextTokens().isEmpty()) {
            return;
        }
        if (!benchmark) {
            benchmark = true;
            sink.record(model.at(), BenchmarkNames.CONTEXT_WINDOW.record());
        }
        ObjectNode record = JsonSource.newRecord("measurement")
                .put("id", BenchmarkNames.CONTEXT_WINDOW.id() + "." + HuggingFaceReader.FORMAT)
                .put("model", id)
                .put("benchmark", BenchmarkNames.CONTEXT_WINDOW.id())
                .put("raw", model.contextTokens().getAsLong())
                .put("source", HubModel.page(model.id()));
        model.date().ifPresent(day -> record.put("date", day));
        sink.record(model.at(), record);
    }

    private void edge(Edge edge) {
        Optional<String> parent = Optional.ofNullable(idsByHubId.get(key(edge.base())))
                .or(edge::existing)
                .or(() -> proposed(edge.base()).filter(described::contains));
        if (parent.isEmpty()) {
            sink.note(
                    edge.at(),
                    "the base model is neither in the file nor in the catalog; the edge is left out",
                    edge.base());
        } else if (parent.get().equals(edge.child())) {
            // Cards of converted and renamed repositories name the repository itself.
            sink.note(edge.at(), "the base model is the model itself; the edge is left out", edge.base());
        } else if (parents.descends(parent.get(), edge.child())) {
            sink.reject(edge.at(), "descends from this model, so the edge would create a cycle", edge.base());
        } else if (parents.add(edge.child(), parent.get())) {
            ObjectNode record = JsonSource.newRecord("edge")
                    .put("child", edge.child())
                    .put("parent", parent.get())
                    .put("relation", edge.relation().edge())
                    .put("source", HubModel.page(edge.hubId()));
            edge.date().ifPresent(day -> record.put("date", day));
            sink.record(edge.at(), record);
        }
    }

    /** The id under which a new model is created: that of the Hub, with our name of the organization. */
    private static Optional<String> proposed(String hubId) {
        int slash = hubId.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String id = VendorNames.canonical(hubId.substring(0, slash))
                + hubId.substring(slash).toLowerCase(Locale.ROOT);
        return Optional.of(id).filter(proposed -> MODEL.matcher(proposed).matches());
    }

    private static String key(String hubId) {
        return hubId.toLowerCase(Locale.ROOT);
    }
}
