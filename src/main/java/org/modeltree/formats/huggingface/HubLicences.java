package org.modeltree.formats.huggingface;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.modeltree.formats.source.JsonEntry;

/** Licences of the Hub, which spells SPDX identifiers in lower case, mapped to our names. */
final class HubLicences {

    private static final String LICENCE = "license";
    private static final String NAME = "license_name";
    private static final String TAG = "license:";
    private static final int MAX_NAME = 200;

    private static final Map<String, String> SPDX = Stream.of(
                    "AFL-3.0",
                    "AGPL-3.0",
                    "Apache-2.0",
                    "Artistic-2.0",
                    "BSD-2-Clause",
                    "BSD-3-Clause",
                    "BSD-3-Clause-Clear",
                    "BSL-1.0",
                    "CC0-1.0",
                    "CC-BY-2.0",
                    "CC-BY-2.5",
                    "CC-BY-3.0",
                    "CC-BY-4.0",
                    "CC-BY-NC-2.0",
                    "CC-BY-NC-3.0",
                    "CC-BY-NC-4.0",
                    "CC-BY-NC-ND-3.0",
                    "CC-BY-NC-ND-4.0",
                    "CC-BY-NC-SA-2.0",
                    "CC-BY-NC-SA-3.0",
                    "CC-BY-NC-SA-4.0",
                    "CC-BY-ND-4.0",
                    "CC-BY-SA-3.0",
                    "CC-BY-SA-4.0",
                    "ECL-2.0",
                    "EPL-1.0",
                    "EPL-2.0",
                    "EUPL-1.1",
                    "EUPL-1.2",
                    "GPL-2.0",
                    "GPL-3.0",
                    "ISC",
                    "LGPL-2.1",
                    "LGPL-3.0",
                    "MIT",
                    "MPL-2.0",
                    "MS-PL",
                    "NCSA",
                    "ODbL-1.0",
                    "OFL-1.1",
                    "OSL-3.0",
                    "PostgreSQL",
                    "Unlicense",
                    "WTFPL",
                    "Zlib")
            .collect(Collectors.toMap(spdx -> spdx.toLowerCase(Locale.ROOT), Function.identity()));

    /** Licences without an SPDX identifier, as the other catalogs name them. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("llama2", "Llama 2 Community License"),
            Map.entry("llama3", "Llama 3 Community License"),
            Map.entry("llama3.1", "Llama 3.1 Community License"),
            Map.entry("llama3.2", "Llama 3.2 Community License"),
            Map.entry("llama3.3", "Llama 3.3 Community License"),
            Map.entry("llama4", "Llama 4 Community License"),
            Map.entry("gemma", "Gemma Terms of Use"),
            Map.entry("bigcode-openrail-m", "BigCode OpenRAIL-M"),
            Map.entry("bigscience-bloom-rail-1.0", "BigScience BLOOM RAIL 1.0"),
            Map.entry("creativeml-openrail-m", "CreativeML OpenRAIL-M"),
            Map.entry("openrail++", "CreativeML Open RAIL++-M"));

    private HubLicences() {}

    /** The licence on the card, or else in the tags; empty if it is unknown, or if there are several. */
    static Optional<String> of(Optional<JsonEntry> card, List<String> tags) {
        List<String> onCard =
                card.map(entry -> BaseModels.texts(entry, LICENCE)).orElse(List.of());
        Optional<String> name = card.flatMap(entry -> entry.text(NAME));
        if (onCard.size() > 1) {
            card.get().note(LICENCE, "several licences; left out");
            return Optional.empty();
        }
        Optional<String> stated = onCard.stream()
                .findFirst()
                .or(() -> tags.stream()
                        .filter(tag -> tag.startsWith(TAG))
                        .map(tag -> tag.substring(TAG.length()).strip())
                        .findFirst());
        return stated.flatMap(licence -> switch (licence.toLowerCase(Locale.ROOT)) {
                    case "other" -> name;
                    case "unknown", "" -> Optional.<String>empty();
                    default -> Optional.of(ours(licence));
                })
                .filter(licence -> {
                    boolean fits = licence.length() <= MAX_NAME;
                    if (!fits) {
                        card.ifPresent(entry ->
                                entry.note(LICENCE, "must have at most " + MAX_NAME + " characters; left out"));
                    }
                    return fits;
                });
    }

    private static String ours(String licence) {
        String folded = licence.toLowerCase(Locale.ROOT);
        return NAMES.getOrDefault(folded, SPDX.getOrDefault(folded, licence));
    }
}
