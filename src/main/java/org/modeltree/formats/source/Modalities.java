package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Names of input and output modalities in foreign catalogs, mapped to ours. */
public final class Modalities {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("text", "text"),
            Map.entry("image", "image"),
            Map.entry("images", "image"),
            Map.entry("audio", "audio"),
            Map.entry("speech", "audio"),
            Map.entry("video", "video"),
            Map.entry("pdf", "pdf"),
            // Routers accept documents as files; the format that they parse is PDF.
            Map.entry("file", "pdf"),
            Map.entry("embedding", "embedding"),
            Map.entry("embeddings", "embedding"));

    private Modalities() {}

    /**
     * Adds the known modalities of a list to a record and notes the unknown ones.
     *
     * @param key key of the list in the entry
     * @param ours key of the list in our record
     * @return the modalities added, in our names
     */
    public static List<String> put(JsonEntry entry, String key, ObjectNode modalities, String ours) {
        Set<String> known = new LinkedHashSet<>();
        for (String word : entry.texts(key)) {
            String our = WORDS.get(word.toLowerCase(Locale.ROOT));
            if (our == null) {
                entry.note(key, "unknown modality, left out: " + word);
            } else {
                known.add(our);
            }
        }
        if (!known.isEmpty()) {
            ArrayNode list = modalities.putArray(ours);
            known.forEach(list::add);
        }
        return List.copyOf(known);
    }
}
