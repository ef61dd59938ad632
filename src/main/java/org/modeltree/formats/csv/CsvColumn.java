package org.modeltree.formats.csv;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Columns of our table, in the order in which it is written. */
enum CsvColumn {
    /** Which model: {@code vendor/slug}. */
    ID("id"),
    /** What it is called. */
    NAME("name"),
    /** What its vendor is called. */
    VENDOR("vendor"),
    /** A word that its siblings share. */
    FAMILY("family"),
    /** What it is made for. */
    KIND("kind"),
    /** Since when it is to be had. */
    RELEASE_DATE("releaseDate"),
    /** When it was promised. */
    ANNOUNCED_DATE("announcedDate"),
    /** From when on it is not for new work. */
    DEPRECATED_DATE("deprecatedDate"),
    /** From when on it is no longer to be had. */
    RETIRED_DATE("retiredDate"),
    /** Id of the model to use instead. */
    SUCCESSOR("successor"),
    /** Stage of its life. */
    LIFECYCLE("lifecycle"),
    /** Tokens. */
    CONTEXT_WINDOW("contextWindow"),
    /** Where that is said; left empty: the row's source. */
    CONTEXT_WINDOW_SOURCE("contextWindowSource"),
    /** When that was said; left empty: the row's date. */
    CONTEXT_WINDOW_DATE("contextWindowDate"),
    /** Tokens. */
    MAX_OUTPUT("maxOutput"),
    /** Where that is said; left empty: the row's source. */
    MAX_OUTPUT_SOURCE("maxOutputSource"),
    /** When that was said; left empty: the row's date. */
    MAX_OUTPUT_DATE("maxOutputDate"),
    /** A number. */
    PARAMETERS("parameters"),
    /** Yes or no. */
    OPEN_WEIGHTS("openWeights"),
    /** Its SPDX identifier or name. */
    LICENCE("licence"),
    /** List of what it takes. */
    INPUT_MODALITIES("inputModalities"),
    /** List of what it gives. */
    OUTPUT_MODALITIES("outputModalities"),
    /** Until when it knows the world. */
    KNOWLEDGE_CUTOFF("knowledgeCutoff"),
    /** List of {@code vendor/slug (relation method)}; without brackets: a fine-tuned one. */
    PARENTS("parents"),
    /** List of its other ids. */
    ALIASES("aliases"),
    /** List of addresses, each perhaps behind its type and a blank. */
    LINKS("links"),
    /** Address of what says all this. */
    SOURCE("source"),
    /** Day the source was read. */
    DATE("date");

    private final String header;

    CsvColumn(String header) {
        this.header = header;
    }

    /** What stands above the column. */
    String header() {
        return header;
    }

    /** The column under a header that people may have spelled {@code Release date} or {@code release_date}. */
    static Optional<CsvColumn> under(String header) {
        String folded = folded(header);
        return Arrays.stream(values())
                .filter(column -> folded(column.header).equals(folded))
                .findFirst();
    }

    private static String folded(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
    }
}
