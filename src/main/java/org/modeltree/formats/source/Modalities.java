package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What goes into a model and comes out of it, in our words. */
public final class Modalities {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("text", "text"),
            Map.entry("image", "image"),
            Map.entry("images", "image"),
            Map.entry("audio", "audio"),
            Map.entry("speech", "audio"),
            Map.entry("video", "video"),
            Map.entry("pdf", "pdf"),
            // Routers take documents as files; what they parse is PDF.
            Map.entry("file", "pdf"),
            Map.entry("embedding", "embedding"),
            Map.entry("embeddings", "embedding"));

    private Modalities() {}

    /** Puts the words of a list that are known into ours; the others are noted. */
    public static List<String> put(JsonEntry entry, String key, ObjectNode modalities, String ours) {
        Set<String> known = new LinkedHashSet<>();
        for (String word : entry.texts(key)) {
            String our = WORDS.get(word.toLowerCase(Locale.ROOT));
            if (our == null) {
                entry.note(key, "has a modality that there is no word for here, which is left out: " + word);
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
