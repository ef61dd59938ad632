package org.modeltree.imports;

import java.time.Instant;

/**
 * A catalog that is to be imported.
 *
 * @param id of the import
 * @param source where its bytes are, as they were sent
 * @param format name of the format
 * @param dryRun whether nothing is to be stored
 * @param skip whether the good lines are stored where others are rejected
 * @param actor who wants it
 * @param startedAt when it came
 */
record ImportJob(
        String id,
        CatalogSource source,
        String format,
        boolean dryRun,
        boolean skip,
        String actor,
        Instant startedAt) {}
