package org.modeltree.formats.csv;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.formats.source.CatalogSink;

/**
 * What the catalog had before the import under the ids and aliases of some rows.
 *
 * @param similar models by ids of rows without a name, in any spelling
 * @param known models and deleted models by exact ids and aliases
 */
record KnownRows(Map<String, String> similar, CatalogSink.Known known) {

    /** Looks up the ids of rows without a name, and those of rows with aliases with their aliases. */
    static KnownRows of(List<CsvRow> rows, CatalogSink sink) {
        Set<String> unnamed = new LinkedHashSet<>();
        Set<String> exact = new LinkedHashSet<>();
        for (CsvRow row : rows) {
            Optional<String> id = row.cell(CsvColumn.ID)
                    .filter(cell -> CsvRow.ID.matcher(cell).matches());
            List<String> aliases = row.cells(CsvColumn.ALIASES);
            if (!row.isNamed()) {
                id.ifPresent(unnamed::add);
            }
            if (!row.isNamed() || !aliases.isEmpty()) {
                id.map(SearchText::idKey).ifPresent(exact::add);
                aliases.stream().map(SearchText::idKey).forEach(exact::add);
            }
        }
        return new KnownRows(
                unnamed.isEmpty() ? Map.of() : sink.existing(unnamed),
                exact.isEmpty() ? new CatalogSink.Known(Map.of(), Map.of()) : sink.known(exact));
    }

    /** Id of the model with this id or alias. */
    Optional<String> model(String id) {
        return Optional.ofNullable(known.models().get(SearchText.idKey(id)));
    }

    /** Id of the successor of a deleted model, which is empty if it has none; no value if no such model was deleted. */
    Optional<String> successorOfDeleted(String id) {
        return Optional.ofNullable(known.deleted().get(SearchText.idKey(id)));
    }
}
