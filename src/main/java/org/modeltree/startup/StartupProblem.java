package org.modeltree.startup;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/** Explanation of startup failures that an operator can fix. */
final class StartupProblem {

    static final String DISK_FULL = "The database's disk is full. Free some space and start again.";

    private static final String DISK_FULL_STATE = "53100";
    private static final String NO_PRIVILEGE = "42501";
    private static final String NOT_SUPPORTED = "0A000";

    private StartupProblem() {}

    /** The reason and what to do about it; empty for a failure that only a stack trace explains. */
    static Optional<String> of(Throwable fault) {
        // Our own message is better than that of an exception which wraps it.
        return causes(fault)
                .filter(StartupFailure.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst()
                .or(() -> sqlStates(fault)
                        .filter(DISK_FULL_STATE::equals)
                        .findFirst()
                        .map(state -> DISK_FULL))
                .or(() -> causes(fault)
                        .flatMap(cause -> explained(cause).stream())
                        .findFirst());
    }

    private static Stream<String> sqlStates(Throwable fault) {
        return causes(fault)
                .filter(SQLException.class::isInstance)
                .map(cause -> String.valueOf(((SQLException) cause).getSQLState()));
    }

    private static Optional<String> explained(Throwable cause) {
        if (cause instanceof QuarkusBindException bind) {
            return Optional.of("Port " + bind.getPort()
                    + " is in use by another process. Stop that process, or set PORT to a free port.");
        }
        if (cause instanceof FlywayException) {
            return Optional.of(migrationFailure(cause));
        }
        boolean settings = cause instanceof ConfigValidationException
                || cause instanceof ConfigurationException
                || (cause instanceof NoSuchElementException
                        && String.valueOf(cause.getMessage()).startsWith("SRCFG"));
        return settings ? Optional.of("Invalid setting: " + cause.getMessage()) : Optional.empty();
    }

    private static String migrationFailure(Throwable fault) {
        // The innermost SQL error is the most specific; without one, Flyway's own message is about existing tables.
        String reason = firstLines(causes(fault)
                .filter(SQLException.class::isInstance)
                .map(Throwable::getMessage)
                .reduce((first, last) -> last)
                .orElse(fault.getMessage()));
        if (sqlStates(fault).anyMatch(NO_PRIVILEGE::equals)) {
            return "DB_USER has no permission to create Modeltree's tables in this database: " + reason
                    + ". Make DB_USER the owner of the database, or have an administrator run in it:"
                    + " create extension if not exists pg_trgm";
        }
        if (sqlStates(fault).anyMatch(NOT_SUPPORTED::equals)) {
            return "The database server lacks an extension that Modeltree needs: " + reason
                    + ". On Debian, install the package postgresql-contrib.";
        }
        return "Modeltree's tables cannot be created in this database, which must be empty or already contain them: "
                + reason;
    }

    /** The first line; for a failed validation two, because Flyway puts the fault into the second. */
    private static String firstLines(String message) {
        return message.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .limit(message.startsWith("Validate failed") ? 2 : 1)
                .reduce((first, second) -> first + " " + second)
                .orElse("no reason given");
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }
}
