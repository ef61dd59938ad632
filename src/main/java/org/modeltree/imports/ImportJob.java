package org.modeltree.imports;

import java.nio.file.Path;
import java.time.Instant;

/**
 * A catalog that is to be imported.
 *
 * @param id of the import
 * @param file where its bytes are, unpacked
 * @param format name of the format
 * @param dryRun whether nothing is to be stored
 * @param skip whether the good lines are stored where others are rejected
 * @param actor who wants it
 * @param startedAt when it came
 */
record ImportJob(String id, Path file, String format, boolean dryRun, boolean skip, String actor, Instant startedAt) {}
