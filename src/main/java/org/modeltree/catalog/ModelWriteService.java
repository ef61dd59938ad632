package org.modeltree.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.records.DeletedRecordType;
import org.modeltree.catalog.records.DeletionGuard;
import org.modeltree.catalog.records.ModelRecordType;
import org.modeltree.changes.write.ChangeService;
import org.modeltree.changes.write.DocumentEdit;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.changes.write.WriteCheck;
import org.modeltree.changes.write.WriteTarget;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
import org.modeltree.http.problem.DidYouMean;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;

/** Writes models and their aliases. */
@ApplicationScoped
class ModelWriteService {

    private static final String MODELS = "/api/v1/models/";

    private final ChangeService changes;
    private final ModelIds ids;
    private final List<DeletionGuard> guards;

    ModelWriteService(ChangeService changes, ModelIds ids, @All List<DeletionGuard> guards) {
        this.changes = changes;
        this.ids = ids;
        this.guards = guards;
    }

    /** Creates the model, or replaces its document. */
    WriteResult put(WriteRequest request, String id) {
        AtomicBoolean exists = new AtomicBoolean();
        return changes.put(
                request,
                target(id),
                modelExists -> {
                    exists.set(modelExists);
                    // Then it is neither deleted nor redirected, unless the path has another spelling.
                    if (modelExists && id.equals(target(id).model())) {
                        return;
                    }
                    ids.redirect(id).ifPresent(problem -> {
                        throw problem;
                    });
                    // A client that expects the model to exist learns that it was deleted; one that asks for its
                    // absence may
                    // create a new model with the same id.
                    if (!request.conditions().absent() && ids.isDeleted(id)) {
                        throw ids.elsewhere(id, "");
                    }
                },
                () -> !exists.get() && ids.isDeleted(id)
                        ? List.of(new RelatedChange(DeletedRecordType.TYPE, id, null))
                        : List.of());
    }

    /** Applies a merge patch to the model's document. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, target(id), modelExists -> {
            // A path in another spelling is redirected, although the target has the model's own id.
            if (!modelExists || !id.equals(target(id).model())) {
                ids.requireToWrite(id, "");
            }
        });
    }

    /**
     * Deletes the model with everything that belongs to it.
     *
     * @param successor id of the model to use instead; null for the model's own successor, if it has one
     * @param reparentTo id of the new parent of its children; null if it has no children
     */
    WriteResult delete(WriteRequest request, String id, String successor, String reparentTo) {
        return changes.delete(request, target(id), modelExists -> ids.requireAt(id, ""), () -> {
            String newSuccessor = other("successor", successor, id);
            String replacementId = other("reparentTo", reparentTo, id);
            List<RelatedChange> related = new ArrayList<>();
            ObjectNode deleted = JsonNodeFactory.instance.objectNode();
            deleted.put("type", DeletedRecordType.TYPE).put("id", id);
            JsonNode stated = newSuccessor == null
                    ? changes.current(target(id)).path("successor")
                    : JsonNodeFactory.instance.textNode(newSuccessor);
            if (stated.isTextual()) {
                deleted.set("successor", stated);
            }
            related.add(new RelatedChange(DeletedRecordType.TYPE, id, deleted));
            related.addAll(changes.withoutPartsOf(target(id)));
            guards.forEach(guard -> related.addAll(guard.before(id, replacementId)));
            return related;
        });
    }

    /** Adds an alias of the model. */
    WriteResult putAlias(WriteRequest request, String id, String alias) {
        return changes.write(
                request,
                aliasTarget(id, alias),
                new AliasEdit(id, alias, true),
                WriteCheck.ofModel(() -> ids.requireToWrite(id, rest(alias))));
    }

    /** Removes an alias of the model. */
    WriteResult deleteAlias(WriteRequest request, String id, String alias) {
        return changes.write(
                request,
                aliasTarget(id, alias),
                new AliasEdit(id, alias, false),
                WriteCheck.ofModel(() -> ids.requireAt(id, rest(alias))));
    }

    /** The document of a model. */
    Versioned<ObjectNode> document(String id) {
        long revision = ids.requireAt(id, "/document");
        return new Versioned<>(revision, changes.current(target(id)));
    }

    private String other(String parameter, String given, String id) {
        String value = Parameters.text(parameter, given, Parameters.ID_LENGTH);
        if (value == null) {
            return null;
        }
        String canonical = ids.canonical(value)
                .orElseThrow(() -> new Problem.InvalidParameter(
                        parameter,
                        "must name an existing model, was " + Parameters.shown(value),
                        ids.unknown(value).suggestions()));
        if (canonical.equals(id)) {
            throw new Problem.InvalidParameter(parameter, "must not be the model being deleted");
        }
        return canonical;
    }

    private static WriteTarget target(String id) {
        String canonicalId = id.toLowerCase(Locale.ROOT);
        return new WriteTarget(ModelRecordType.TYPE, canonicalId, canonicalId, Map.of("id", id), MODELS + canonicalId);
    }

    private static String rest(String alias) {
        return "/aliases/" + Parameters.encoded(alias);
    }

    private static WriteTarget aliasTarget(String id, String alias) {
        return new WriteTarget(
                ModelRecordType.TYPE, id, id, Map.of("id", id), MODELS + id + "/aliases/" + Parameters.encoded(alias));
    }

    /**
     * Adds an alias to the model's document, or removes it.
     *
     * @param id id of the model
     * @param wanted whether the alias exists afterwards
     */
    private record AliasEdit(String id, String alias, boolean wanted) implements DocumentEdit {

        @Override
        public boolean isThere(ObjectNode before) {
            return before != null
                    && StreamSupport.stream(before.path("aliases").spliterator(), false)
                            .anyMatch(this::isSameAlias);
        }

        private boolean isSameAlias(JsonNode other) {
            return SearchText.idKey(other.asText()).equals(SearchText.idKey(alias));
        }

        @Override
        public Problem.NotFound missingPart(ObjectNode before) {
            List<String> aliases = StreamSupport.stream(before.path("aliases").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            return new Problem.NotFound(
                    "The model " + id + " has no alias " + Parameters.shown(alias) + ".",
                    DidYouMean.similar(alias, aliases).stream()
                            .map(similar -> MODELS + id + rest(similar))
                            .toList());
        }

        @Override
        public boolean creates() {
            return wanted;
        }

        @Override
        public ObjectNode after(ObjectNode before) {
            if (wanted && isThere(before)) {
                // The first spelling wins.
                return before;
            }
            ArrayNode aliases = JsonNodeFactory.instance.arrayNode();
            before.path("aliases").forEach(other -> {
                if (!isSameAlias(other)) {
                    aliases.add(other);
                }
            });
            if (wanted) {
                aliases.add(alias);
            }
            before.set("aliases", aliases);
            return before;
        }

        @Override
        public JsonNode shown(ObjectNode after) {
            return null;
        }
    }
}
