package org.modeltree.catalog.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.modeltree.catalog.query.Feature;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.Merge;
import org.modeltree.changes.RecordType;
import org.modeltree.changes.StagedRecord;

/** Record type of models. */
@ApplicationScoped
public class ModelRecordType implements RecordType {

    public static final String TYPE = "model";

    private static final List<String> STATUSES =
            List.of("parametersStatus", "contextWindowStatus", "maxOutputStatus", "pricingStatus");
    private static final List<String> STAGES = List.of("announcedDate", "releaseDate", "deprecatedDate", "retiredDate");

    /** Keys that a model shows, or its card, and that other documents state. */
    private static final KeyPlaces PLACES = new KeyPlaces()
            .say(KeyPlaces.measured("context-window"), "contextWindow", "context")
            .say(KeyPlaces.measured("max-output"), "maxOutput")
            .say(
                    "is computed from measurements: write those with PUT {model}/measurements/{id}",
                    "score",
                    "scores",
                    "performance")
            .say("must be written one by one, with PUT {model}/measurements/{id}", "measurements", "benchmarks")
            .say(
                    "belongs to an offering: write it with PUT {model}/offerings/{provider}/{id}",
                    "offering",
                    "offerings",
                    "price",
                    "prices",
                    "pricing",
                    "cost",
                    "inputPrice",
                    "outputPrice",
                    "providers")
            .say(
                    "is written with PUT {model}/parents/{vendor}/{slug}, once for each parent",
                    "parent",
                    "parents",
                    "lineage",
                    "ancestors")
            .say(
                    "is written at the child, with PUT /api/v1/models/{vendor}/{slug}/parents/{vendor}/{slug}",
                    "children",
                    "descendants")
            .say(
                    "is a text of the card: write it with PUT {model}/card/texts/{lang}",
                    "whyItMatters",
                    "feelsLike",
                    "bestFor",
                    "notFor",
                    "pricingNote")
            .say(
                    "belongs to the card: write it with PATCH {model}/card",
                    "card",
                    "availability",
                    "coreCapabilities",
                    "pricingKind",
                    "tools")
            .say("is a text: write {\"texts\": {\"en\": {\"{key}\": …}}}", "subtitle", "summary")
            .say("is a text: write {\"texts\": {\"en\": {\"summary\": …}}}", "description")
            .say(
                    "is the first part of the id; leave it out, and write its name with PATCH /api/v1/vendors/{id}",
                    "vendor")
            .say("is set by the service; leave it out", "revision", "updatedAt", "facts");

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public int position() {
        return 50;
    }

    @Override
    public String model() {
        return "id";
    }

    @Override
    public List<String> modelKeys() {
        return List.of("id", "successor");
    }

    @Override
    public Optional<String> mentions() {
        return Optional.of("v.id in (select m.id from model m where m.successor_id = ?)");
    }

    @Override
    public void check(ObjectNode document, FaultSink faults) {
        for (int i = 0; i < STAGES.size(); i++) {
            for (int j = i + 1; j < STAGES.size(); j++) {
                String earlier = document.path(STAGES.get(i)).asText("");
                String later = document.path(STAGES.get(j)).asText("");
                // Refuses only certain conflicts: 2024 and 2024-03 may be in order, 2024-04 and 2024-03 are not.
                int known = Math.min(earlier.length(), later.length());
                if (known > 0 && earlier.substring(0, known).compareTo(later.substring(0, known)) > 0) {
                    faults.fault("/" + STAGES.get(j), "must not be before " + STAGES.get(i) + ", " + earlier);
                }
            }
        }
        if (document.path("successor")
                .asText("")
                .equalsIgnoreCase(document.get("id").asText())) {
            faults.fault("/successor", "must not be the model itself");
        }
    }

    @Override
    public List<String> meant(String pointer) {
        return pointer.startsWith("/supports/") ? Feature.meantBy(pointer.substring("/supports/".length())) : List.of();
    }

    @Override
    public List<String> identity() {
        return List.of();
    }

    @Override
    public Optional<String> elsewhere(String pointer, ObjectNode document) {
        String key = pointer.substring(pointer.lastIndexOf('/') + 1);
        boolean known = pointer.lastIndexOf('/') == 0 || pointer.startsWith("/texts/");
        return known ? PLACES.of(key, document.path("id").asText()) : Optional.empty();
    }

    @Override
    public StagedRecord prepared(ObjectNode document) {
        String spelled = document.get("id").asText();
        String id = spelled.toLowerCase(Locale.ROOT);
        document.put("id", id);
        if (document.has("successor")) {
            document.put("successor", document.get("successor").asText().toLowerCase(Locale.ROOT));
        }
        STATUSES.stream()
                .filter(status -> document.path(status).asText("").equals("unknown"))
                .forEach(document::remove);
        withoutEmpty(document, "modalities");
        withoutEmpty(document, "webLinks");
        withoutEmpty(document, "supports");
        if (document.path("texts") instanceof ObjectNode texts) {
            texts.properties().removeIf(text -> text.getValue().isEmpty());
            withoutEmpty(document, "texts");
        }
        ModelSources.byFact(document);
        Map<String, String> aliases = aliases(document, id, spelled);
        return new StagedRecord(0, "", TYPE, id, document, derived(document, id, aliases));
    }

    private static void withoutEmpty(ObjectNode document, String key) {
        if (document.has(key) && document.get(key).isEmpty()) {
            document.remove(key);
        }
    }

    /** Aliases by key. The id itself is not an alias, but another spelling of it is stored as one. */
    private static Map<String, String> aliases(ObjectNode document, String id, String spelled) {
        Map<String, String> given = new LinkedHashMap<>();
        for (JsonNode alias : document.path("aliases")) {
            given.putIfAbsent(SearchText.idKey(alias.asText()), alias.asText());
        }
        given.remove(id, id);
        if (!spelled.equals(id)) {
            given.putIfAbsent(id, spelled);
        }
        Map<String, String> aliases = new TreeMap<>(given);
        document.remove("aliases");
        if (!aliases.isEmpty()) {
            ArrayNode array = document.putArray("aliases");
            aliases.values().forEach(array::add);
        }
        return aliases;
    }

    private static ObjectNode derived(ObjectNode model, String id, Map<String, String> aliases) {
        ObjectNode derived = JsonNodeFactory.instance.objectNode();
        ArrayNode array = derived.putArray("aliases");
        aliases.forEach((key, alias) -> array.addObject().put("key", key).put("alias", alias));
        // A record about a stored model has no name; it gets that of the stored one when the two are merged.
        String name = model.path("name").asText(id);
        derived.put("nameKey", SearchText.nameKey(name));
        String slug = id.substring(id.indexOf('/') + 1);
        String names = String.join(
                " ", name, id, SearchText.compact(name), SearchText.compact(slug), String.join(" ", aliases.values()));
        StringBuilder words =
                new StringBuilder(names).append(' ').append(model.path("family").asText(""));
        for (JsonNode text : model.path("texts")) {
            words.append(' ')
                    .append(text.path("subtitle").asText(""))
                    .append(' ')
                    .append(text.path("summary").asText(""));
        }
        derived.put("names", SearchText.indexed(names));
        derived.put("words", SearchText.indexed(words.toString()));
        return derived;
    }

    @Override
    public boolean combinesRepeated() {
        return true;
    }

    @Override
    public ObjectNode merged(ObjectNode before, ObjectNode incoming, Merge merge) {
        return ModelMerge.merged(before, incoming, merge);
    }

    @Override
    public ObjectNode replaced(ObjectNode before, ObjectNode incoming) {
        return ModelSources.byCurator(before, incoming);
    }

    @Override
    public ObjectNode published(ObjectNode document) {
        ObjectNode published = document.deepCopy();
        ModelSources.asList(published);
        return published;
    }

    @Override
    public List<Reference> references() {
        return List.of(Reference.in(TYPE, "successor", "model"));
    }

    /** Aliases are looked up one by one: the planner expects so many that it would read all models, even for a single one. */
    @Override
    public List<String> faults() {
        return List.of("""
                select s.line, '/id', 'the id is already an alias of ' || a.model_id
                from staged s join model_alias a on a.alias_key = s.key and a.model_id <> s.key
                where s.type = 'model' and s.doc is not null and s.before is null
                  and not exists (select 1 from staged o where o.type = 'model' and o.key = a.model_id
                                  and (o.doc is null or not o.derived -> 'aliases' @> jsonb_build_array(
                                          jsonb_build_object('key', s.key))))
                """, """
                select s.line, '/aliases', 'the alias ' || (a.value ->> 'alias') || ' is the id of another model'
                           || coalesce(', on line ' || m.line, '')
                from staged s cross join jsonb_array_elements(s.derived -> 'aliases') a
                left join staged m on m.type = 'model' and m.key = a.value ->> 'key'
                where s.type = 'model' and s.doc is not null and a.value ->> 'key' <> s.key
                  and (m.doc is not null
                       or (m.line is null and (select o.id from model o where o.id = a.value ->> 'key') is not null))
                """, """
                select later.line, '/aliases', 'the alias ' || later.alias || ' already belongs to ' || later.first_id
                from (
                    select s.line, s.key as id, a.value ->> 'alias' as alias,
                           first_value(s.key) over (partition by a.value ->> 'key' order by s.line) as first_id
                    from staged s cross join jsonb_array_elements(s.derived -> 'aliases') a
                    where s.type = 'model' and s.doc is not null
                ) later
                where later.id <> later.first_id
                """, """
                select s.line, '/aliases', 'the alias ' || (a.value ->> 'alias') || ' already belongs to ' || o.model_id
                from staged s cross join jsonb_array_elements(s.derived -> 'aliases') a
                cross join lateral (
                    select o.model_id from model_alias o where o.alias_key = a.value ->> 'key' limit 1) o
                where s.type = 'model' and s.doc is not null and o.model_id <> s.key
                  and not exists (select 1 from staged r where r.type = 'model' and r.key = o.model_id)
                """, """
                select s.line, '', 'the model is the successor of ' || string_agg(m.id, ', ' order by m.id)
                           || '; change their successor first'
                from staged s join model m on m.successor_id = s.key
                where s.type = 'model' and s.doc is null
                  and not exists (select 1 from staged r where r.type = 'model' and r.key = m.id
                                  and (r.doc is null or r.doc ->> 'successor' is distinct from s.key))
                group by s.line
                """);
    }

    @Override
    public List<String> deletes() {
        return List.of(
                """
                update model m set successor_id = null from staged s, staged d
                where s.type = 'model' and s.doc is not null and m.id = s.key
                  and d.type = 'model' and d.doc is null and d.key = m.successor_id
                """, "delete from model m using staged s where s.type = 'model' and s.doc is null and m.id = s.key");
    }

    @Override
    public List<String> growingTables() {
        return List.of(
                "model", "model_alias", "model_text", "model_link", "model_source", "model_search", "search_word");
    }

    @Override
    public List<String> merges() {
        return ModelMergeSql.MERGES;
    }

    @Override
    public List<String> modelUpdates() {
        return ModelMergeSql.MODEL_UPDATES;
    }
}
