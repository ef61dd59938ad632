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
import java.util.stream.StreamSupport;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.catalog.records.DeletedRecordType;
import org.modeltree.catalog.records.ModelRecordType;
import org.modeltree.changes.ChangeService;
import org.modeltree.changes.DocumentEdit;
import org.modeltree.changes.RelatedChange;
import org.modeltree.changes.WriteTarget;
import org.modeltree.http.Versioned;
import org.modeltree.http.WriteRequest;
import org.modeltree.http.WriteResult;
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
        return changes.put(
                request,
                subject(id),
                () -> {
                    ids.leadsElsewhere(id).ifPresent(problem -> {
                        throw problem;
                    });
                    // Whoever means a model that was deleted is told so; whoever wants a new one of that id may have
                    // it.
                    if (!request.conditions().absent() && ids.isDeleted(id)) {
                        throw ids.elsewhere(id, "");
                    }
                },
                () -> ids.isDeleted(id) ? List.of(new RelatedChange(DeletedRecordType.TYPE, id, null)) : List.of());
    }

    /** Changes the model's document. */
    WriteResult patch(WriteRequest request, String id) {
        return changes.patch(request, subject(id), () -> ids.requireAt(id, ""));
    }

    /**
     * Deletes the model with everything that belongs to it.
     *
     * @param successor id of the model to use instead; null: the one that the model itself names, if it does
     * @param reparentTo id of the model that its children descend from now; null: it must have none
     */
    WriteResult delete(WriteRequest request, String id, String successor, String reparentTo) {
        return changes.delete(request, subject(id), () -> ids.requireAt(id, ""), () -> {
            String follower = other("successor", successor, id);
            String heir = other("reparentTo", reparentTo, id);
            List<RelatedChange> more = new ArrayList<>();
            ObjectNode deleted = JsonNodeFactory.instance.objectNode();
            deleted.put("type", DeletedRecordType.TYPE).put("id", id);
            JsonNode named = follower == null
                    ? changes.current(subject(id)).path("successor")
                    : JsonNodeFactory.instance.textNode(follower);
            if (named.isTextual()) {
                deleted.set("successor", named);
            }
            more.add(new RelatedChange(DeletedRecordType.TYPE, id, deleted));
            more.addAll(changes.withoutPartsOf(subject(id)));
            guards.forEach(guard -> more.addAll(guard.before(id, heir)));
            return more;
        });
    }

    /** Says that another id means the model. */
    WriteResult putAlias(WriteRequest request, String id, String alias) {
        return changes.write(request, aliasSubject(id, alias), new AliasEdit(alias, true), () -> requireAt(id, alias));
    }

    /** Says that another id does not mean the model any more. */
    WriteResult deleteAlias(WriteRequest request, String id, String alias) {
        return changes.write(request, aliasSubject(id, alias), new AliasEdit(alias, false), () -> requireAt(id, alias));
    }

    /** The document of a model. */
    Versioned<ObjectNode> document(String id) {
        long revision = ids.requireAt(id, "/document");
        return new Versioned<>(revision, changes.current(subject(id)));
    }

    private String other(String parameter, String given, String id) {
        String value = Parameters.text(parameter, given, Parameters.ID_LENGTH);
        if (value == null) {
            return null;
        }
        String canonical = ids.canonical(value)
                .orElseThrow(
                        () -> new Problem.InvalidParameter(parameter, "there is no model " + Parameters.shown(value)));
        if (canonical.equals(id)) {
            throw new Problem.InvalidParameter(parameter, "cannot be the model that is deleted");
        }
        return canonical;
    }

    private static WriteTarget subject(String id) {
        String folded = id.toLowerCase(Locale.ROOT);
        return new WriteTarget(ModelRecordType.TYPE, folded, folded, Map.of("id", id), MODELS + folded);
    }

    private void requireAt(String id, String alias) {
        ids.requireAt(id, "/aliases/" + Parameters.encoded(alias));
    }

    private static WriteTarget aliasSubject(String id, String alias) {
        return new WriteTarget(
                ModelRecordType.TYPE, id, id, Map.of("id", id), MODELS + id + "/aliases/" + Parameters.encoded(alias));
    }

    /**
     * An alias is put among those of the model, or taken out.
     *
     * @param wanted whether it shall be there
     */
    private record AliasEdit(String alias, boolean wanted) implements DocumentEdit {

        @Override
        public boolean isThere(ObjectNode before) {
            return before != null
                    && StreamSupport.stream(before.path("aliases").spliterator(), false)
                            .anyMatch(this::isIt);
        }

        private boolean isIt(JsonNode other) {
            return SearchText.idKey(other.asText()).equals(SearchText.idKey(alias));
        }

        @Override
        public boolean creates() {
            return wanted;
        }

        @Override
        public ObjectNode after(ObjectNode before) {
            if (wanted && isThere(before)) {
                // The spelling that was given first is kept.
                return before;
            }
            ArrayNode aliases = JsonNodeFactory.instance.arrayNode();
            before.path("aliases").forEach(other -> {
                if (!isIt(other)) {
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
