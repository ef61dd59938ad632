package org.modeltree.imports;

import java.time.Instant;

/**
 * Request to import a catalog.
 *
 * @param id id of the import
 * @param source bytes of the catalog, as they were sent
 * @param format name of the format
 * @param dryRun whether to store nothing
 * @param skip whether to store the valid entries if others are rejected
 * @param complete whether the file lists everything that its catalog has
 * @param actor name of the caller
 * @param startedAt time of the request
 */
record ImportJob(
        String id,
        CatalogSource source,
        String format,
        boolean dryRun,
        boolean skip,
        boolean complete,
        String actor,
        Instant startedAt) {}
