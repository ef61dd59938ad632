package org.modeltree.formats.modelsdev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.modeltree.catalog.query.Feature;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.formats.source.FeatureFlags;
import org.modeltree.formats.source.JsonEntry;
import org.modeltree.formats.source.JsonSource;
import org.modeltree.formats.source.MalformedCatalog;

/**
 * Reader of both files of models.dev: {@code models.json}, a map of models, and {@code api.json}, a map of providers with
 * their offerings. An entry with {@code models} is a provider.
 */
@ApplicationScoped
public class ModelsDevReader implements CatalogReader {

    static final String FORMAT = "models.dev";

    /** Keys of features; streaming has none. */
    static final Map<Feature, String> FEATURES = new EnumMap<>(Map.of(
            Feature.TOOLS, "tool_call",
            Feature.STRUCTURED_OUTPUT, "structured_output",
            Feature.REASONING, "reasoning",
            Feature.ATTACHMENTS, "attachment",
            Feature.TEMPERATURE, "temperature"));

    @Override
    public String format() {
        return FORMAT;
    }

    @Override
    public void read(InputStream catalog, CatalogSink sink) throws IOException {
        JsonSource.read(catalog, FORMAT, source -> {
            ModelsDevModels models = new ModelsDevModels(sink);
            List<ModelsDevOfferings> parts = new ArrayList<>();
            Set<String> providers = new HashSet<>();
            int[] entries = new int[2];
            source.members(key -> {
                boolean understood = source.isObject()
                        && entry(source, key, models, sink, provider -> {
                            if (provider.isPart()) {
                                parts.add(provider);
                            } else {
                                provider.report();
                                providers.add(provider.id());
                            }
                        });
                if (!understood) {
                    if (!source.isObject()) {
                        source.skip();
                    }
                    sink.reject(
                            JsonEntry.step(key),
                            "must be a model with an `id` or a `name`, or a provider with `models`",
                            "");
                }
                entries[understood ? 0 : 1]++;
            });
            // A part of a provider, such as google-vertex-anthropic, names it only if nothing else does.
            parts.stream()
                    .sorted(Comparator.comparing(ModelsDevOfferings::key))
                    .filter(part -> providers.add(part.id()))
                    .forEach(ModelsDevOfferings::report);
            if (entries[0] == 0 && entries[1] > 0) {
                throw new MalformedCatalog("The file is not a models.dev catalog: none of its " + entries[1]
                        + " entries is a model with an id or a name, or a provider with models.");
            }
        });
    }

    /**
     * Reads an entry. A provider's offerings are streamed; only its other members are kept in memory.
     *
     * @param provider receives the provider after its offerings
     */
    private static boolean entry(
            JsonSource source,
            String key,
            ModelsDevModels models,
            CatalogSink sink,
            Consumer<ModelsDevOfferings> provider)
            throws IOException {
        ObjectNode own = JsonSource.JSON.createObjectNode();
        ModelsDevOfferings[] offerings = new ModelsDevOfferings[1];
        source.members(member -> {
            if (member.equals("models") && source.isObject()) {
                ModelsDevOfferings of = new ModelsDevOfferings(key, own, sink);
                offerings[0] = of;
                Set<String> ids = new HashSet<>();
                source.members(id -> {
                    JsonNode offering = source.value();
                    if (ids.add(id)) {
                        of.offering(id, offering);
                    } else {
                        sink.reject(of.at(id), "appears twice in the file; the first entry is kept", id);
                    }
                });
            } else {
                JsonNode value = source.value();
                if (!own.has(member)) {
                    own.set(member, value);
                }
            }
        });
        if (offerings[0] != null) {
            provider.accept(offerings[0]);
            return true;
        }
        if (!own.path("id").isTextual() && !own.path("name").isTextual()) {
            return false;
        }
        models.model(key, own);
        return true;
    }

    /** Features of a model or an offering. */
    static FeatureFlags features(JsonEntry entry) {
        FeatureFlags flags = new FeatureFlags();
        FEATURES.forEach((feature, key) -> flags.with(feature, entry.flag(key)));
        return flags;
    }

    /** Form of an id in which two ids are compared. */
    static String folded(String id) {
        return id.toLowerCase(Locale.ROOT);
    }
}
