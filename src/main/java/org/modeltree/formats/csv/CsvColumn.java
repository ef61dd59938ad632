package org.modeltree.formats.csv;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Columns of our CSV table, in the order in which they are written. */
enum CsvColumn {
    /** Id of the model: {@code vendor/slug}. */
    ID("id"),
    /** Name of the model. */
    NAME("name"),
    /** Name of the vendor. */
    VENDOR("vendor"),
    /** Family of the model, one word. */
    FAMILY("family"),
    /** Kind, such as {@code reasoning}. */
    KIND("kind"),
    /** Date of release. */
    RELEASE_DATE("releaseDate"),
    /** Date of the announcement. */
    ANNOUNCED_DATE("announcedDate"),
    /** Date of deprecation. */
    DEPRECATED_DATE("deprecatedDate"),
    /** Date of retirement. */
    RETIRED_DATE("retiredDate"),
    /** Id of the model that replaces it. */
    SUCCESSOR("successor"),
    /** Lifecycle, such as {@code released}. */
    LIFECYCLE("lifecycle"),
    /** Context window in tokens. */
    CONTEXT_WINDOW("contextWindow"),
    /** URL of its source; the row's source if empty. */
    CONTEXT_WINDOW_SOURCE("contextWindowSource"),
    /** Date of its source; the row's date if empty. */
    CONTEXT_WINDOW_DATE("contextWindowDate"),
    /** Output limit in tokens. */
    MAX_OUTPUT("maxOutput"),
    /** URL of its source; the row's source if empty. */
    MAX_OUTPUT_SOURCE("maxOutputSource"),
    /** Date of its source; the row's date if empty. */
    MAX_OUTPUT_DATE("maxOutputDate"),
    /** Number of parameters. */
    PARAMETERS("parameters"),
    /** True or false. */
    OPEN_WEIGHTS("openWeights"),
    /** SPDX identifier or name of the licence. */
    LICENCE("licence"),
    /** List of input modalities. */
    INPUT_MODALITIES("inputModalities"),
    /** List of output modalities. */
    OUTPUT_MODALITIES("outputModalities"),
    /** List of features that the model has. */
    SUPPORTS("supports"),
    /** List of features that the model certainly does not have. */
    LACKS("lacks"),
    /** Date up to which the model was trained. */
    KNOWLEDGE_CUTOFF("knowledgeCutoff"),
    /** List of {@code vendor/slug (relation method)}; {@code fine_tune} if no relation is given. */
    PARENTS("parents"),
    /** List of other ids. */
    ALIASES("aliases"),
    /** List of URLs, each optionally after its type and a space. */
    LINKS("webLinks"),
    /** URL of the source of the row, or its name. */
    SOURCE("source"),
    /** Date of the source. */
    DATE("date");

    private final String header;

    CsvColumn(String header) {
        this.header = header;
    }

    /** Header of the column. */
    String header() {
        return header;
    }

    /** The column of a header, also in the spelling {@code Release date} or {@code release_date}. */
    static Optional<CsvColumn> under(String header) {
        String folded = folded(header);
        return Arrays.stream(values())
                .filter(column -> folded(column.header).equals(folded))
                .findFirst();
    }

    /** Spelling without case, spaces, underscores and hyphens. */
    static String folded(String header) {
        return header.toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", "");
    }
}
