package org.modeltree.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.modeltree.catalog.records.DocumentSql;
import org.modeltree.catalog.records.KeyPlaces;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;
import org.modeltree.http.WriteConditions;

/** Record type of cards: the editorial content of a model's page. */
@ApplicationScoped
class CardRecordType implements RecordType {

    static final String TYPE = "card";

    private static final String STAGED = "s.type = 'card' and s.doc is not null";

    private static final String[] TEXTS_OF_MODEL = {"subtitle", "summary"};
    private static final String TEXT_OF_MODEL =
            "is a text of the model: write it with PATCH {model} and {\"texts\": {\"en\": {\"{key}\": …}}}";
    private static final String OF_CARD = "belongs to the card, not to its texts: write it with PATCH {model}/card";

    /** Keys that a card shows, and that its texts or other documents state. */
    private static final KeyPlaces PLACES = new KeyPlaces()
            .say(
                    "is a text: write it with PUT {model}/card/texts/{lang}, or as"
                            + " {\"texts\": {\"en\": {\"{key}\": …}}}",
                    "whyItMatters",
                    "pricingNote",
                    "feelsLike",
                    "bestFor",
                    "notFor")
            .say(TEXT_OF_MODEL, TEXTS_OF_MODEL)
            .say(KeyPlaces.measured("context-window"), "context", "contextWindow")
            .say(
                    "is computed from measurements: write those with PUT {model}/measurements/{id}",
                    "performance",
                    "scores")
            .say(
                    "follows from offerings: write those with PUT {model}/offerings/{provider}/{id}; the card has"
                            + " pricingKind, and pricingNote among its texts",
                    "pricing")
            .say("is written with PUT {model}/parents/{vendor}/{slug}, once for each parent", "lineage", "parents")
            .say(
                    "is a fact of the model: write it with PATCH {model}",
                    "name",
                    "family",
                    "kind",
                    "releaseDate",
                    "lifecycle",
                    "parameters",
                    "openWeights",
                    "licence",
                    "modalities",
                    "supports",
                    "knowledgeCutoff",
                    "links",
                    "webLinks",
                    "aliases")
            .say("is set by the service; leave it out", "facts", "contentLanguage", "revision");

    private static final KeyPlaces PLACES_OF_TEXTS = new KeyPlaces()
            .say(TEXT_OF_MODEL, TEXTS_OF_MODEL)
            .say(OF_CARD, "availability", "pricingKind", "tools", "coreCapabilities");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 90;
    }

    @Override
    public String keyPointer() {
        return "/model";
    }

    @Override
    public String model() {
        return "model";
    }

    @Override
    public String key() {
        return "v.model_id";
    }

    @Override
    public String matches() {
        return "v.model_id = s.key";
    }

    @Override
    public String order() {
        return "v.model_id";
    }

    @Override
    public String absence(Map<String, String> identity) {
        return identity.get("model") + " has no card.";
    }

    @Override
    public List<String> identity() {
        return List.of("model");
    }

    @Override
    public Optional<String> elsewhere(String pointer, ObjectNode document) {
        String key = pointer.substring(pointer.lastIndexOf('/') + 1);
        String model = document.path("model").asText();
        return pointer.lastIndexOf('/') == 0
                ? PLACES.of(key, model)
                : pointer.startsWith("/texts/") ? PLACES_OF_TEXTS.of(key, model) : Optional.empty();
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        String model = document.get("model").asText().toLowerCase(Locale.ROOT);
        document.put("model", model);
        if (document.path("texts") instanceof ObjectNode texts) {
            texts.forEach(text -> ((ObjectNode) text)
                    .properties()
                    .removeIf(field ->
                            field.getValue().isEmpty() && field.getValue().isArray()));
            texts.properties().removeIf(text -> text.getValue().isEmpty());
        }
        for (JsonNode tool : document.path("tools")) {
            if (tool.get("name").isTextual()) {
                // Documents have one form of a name only, because clients of many languages can read no more.
                ((ObjectNode) tool)
                        .set("name", JsonNodeFactory.instance.objectNode().set("en", tool.get("name")));
            }
        }
        for (String key : List.of("availability", "tools", "coreCapabilities", "texts")) {
            if (document.has(key) && document.get(key).isEmpty()) {
                document.remove(key);
            }
        }
        return new StagedRecord(0, "", TYPE, model, document, null);
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "model", "model"), new Reference("capability", """
                select s.line, '/coreCapabilities/' || (c.ordinality - 1) || '/requires/capability',
                       c.value #>> '{requires,capability}'
                from staged s
                cross join jsonb_path_query(s.doc, '$.coreCapabilities[*]') with ordinality c (value, ordinality)
                where s.type = 'card' and c.value #>> '{requires,capability}' is not null
                """));
    }

    @Override
    public String creation(String location) {
        return WriteConditions.creation(location) + " Its texts are written with PUT " + location + "/texts/{lang}.";
    }

    @Override
    public List<String> deletes() {
        return List.of(
                "delete from card c using staged s where s.type = 'card' and s.doc is null and c.model_id = s.key");
    }

    @Override
    public List<String> merges() {
        return List.of(
                """
                insert into card (model_id, api, product, open_source, enterprise, pricing_kind, tools, origin)
                select s.key, s.doc #>> '{availability,api}', s.doc #>> '{availability,product}',
                       s.doc #>> '{availability,openSource}', s.doc #>> '{availability,enterprise}',
                       s.doc ->> 'pricingKind', coalesce(s.doc -> 'tools', '[]'), coalesce(s.doc ->> 'origin', 'modeltree')
                from staged s where %s
                on conflict on constraint card_pkey do update
                set api = excluded.api, product = excluded.product, open_source = excluded.open_source,
                    enterprise = excluded.enterprise, pricing_kind = excluded.pricing_kind, tools = excluded.tools,
                    origin = excluded.origin
                """.formatted(STAGED),
                "delete from card_claim k using staged s where %s and s.before is not null and k.model_id = s.key"
                        .formatted(STAGED),
                """
                insert into card_claim (
                    model_id, position, claim_id, label_en, label_zh, description_en, description_zh,
                    requires_capability, requires_raw)
                select s.key, c.ordinality, c.value ->> 'id', c.value #>> '{label,en}', c.value #>> '{label,zh}',
                       c.value #>> '{description,en}', c.value #>> '{description,zh}',
                       c.value #>> '{requires,capability}', (c.value #>> '{requires,raw}')::double precision
                from staged s
                cross join jsonb_path_query(s.doc, '$.coreCapabilities[*]') with ordinality c (value, ordinality)
                where %s
                """.formatted(STAGED),
                "delete from card_text t using staged s where %s and s.before is not null and t.model_id = s.key"
                        .formatted(STAGED),
                """
                insert into card_text (model_id, lang, why_it_matters, pricing_note, feels_like, best_for, not_for)
                select s.key, t.key, t.value ->> 'whyItMatters', t.value ->> 'pricingNote',
                       coalesce(%s, '{}'), coalesce(%s, '{}'), coalesce(%s, '{}')
                from staged s cross join jsonb_each(s.doc -> 'texts') t where %s
                """.formatted(
                                DocumentSql.texts("t.value -> 'feelsLike'"),
                                DocumentSql.texts("t.value -> 'bestFor'"),
                                DocumentSql.texts("t.value -> 'notFor'"),
                                STAGED));
    }
}
