package org.modeltree.startup;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.jboss.logging.Logger;

/**
 * Check of a schema that a newer version has migrated. Migrations add what newer versions need and keep what older ones
 * use, so this version usually works with it. A migration that removes something names the oldest migration a version
 * must know: after {@code V21__drop_old_names_needs_18.sql}, a version must know migration 18.
 */
final class NewerSchema implements Callback {

    private static final Logger LOG = Logger.getLogger("modeltree");
    private static final Pattern NEEDS = Pattern.compile("\\bneeds (\\d+)$");

    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public String getCallbackName() {
        return NewerSchema.class.getSimpleName();
    }

    @Override
    public void handle(Event event, Context context) {
        List<MigrationInfo> all =
                Arrays.asList(new Flyway(context.getConfiguration()).info().all());
        MigrationVersion known = newest(all.stream()
                .filter(migration -> migration.getState().isResolved())
                .toList());
        List<MigrationInfo> newer = all.stream()
                .filter(migration -> migration.getState().isApplied())
                .filter(migration -> !migration.getState().isResolved())
                .filter(migration ->
                        migration.getVersion() != null && migration.getVersion().isNewerThan(known))
                .toList();
        if (newer.isEmpty()) {
            return;
        }
        String summary = "This database was migrated by a newer Modeltree (schema " + newest(newer)
                + ", this version knows up to " + known + ")";
        for (MigrationInfo migration : newer) {
            Matcher needs = NEEDS.matcher(String.valueOf(migration.getDescription()));
            if (needs.find() && MigrationVersion.fromVersion(needs.group(1)).isNewerThan(known)) {
                throw new StartupFailure(summary + ", and migration " + migration.getVersion()
                        + " removed what this version needs. Start the newer version; to go back, restore the backup from"
                        + " before the upgrade.");
            }
        }
        LOG.warn(summary + ". This version still works with it; run it only until the upgrade is complete");
    }

    private static MigrationVersion newest(List<MigrationInfo> migrations) {
        return migrations.stream()
                .map(MigrationInfo::getVersion)
                .filter(version -> version != null)
                .max(MigrationVersion::compareTo)
                .orElse(MigrationVersion.EMPTY);
    }
}
