package org.modeltree.startup;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/** Why the service cannot start, where it is something that whoever starts it can put right. */
final class StartupProblem {

    static final String DISK_FULL = "The disk of the database is full. Make room on it and start again.";

    private static final String FULL = "53100";
    private static final String NO_PRIVILEGE = "42501";
    private static final String NOT_SUPPORTED = "0A000";

    private StartupProblem() {}

    /** The reason in a sentence; empty where only a stack trace tells. */
    static Optional<String> of(Throwable fault) {
        // What we have said ourselves is better than what whoever passed it on says.
        return causes(fault)
                .filter(StartupFailure.class::isInstance)
                .map(Throwable::getMessage)
                .findFirst()
                .or(() -> sqlStates(fault).filter(FULL::equals).findFirst().map(state -> DISK_FULL))
                .or(() -> causes(fault).flatMap(cause -> said(cause).stream()).findFirst());
    }

    private static Stream<String> sqlStates(Throwable fault) {
        return causes(fault)
                .filter(SQLException.class::isInstance)
                .map(cause -> String.valueOf(((SQLException) cause).getSQLState()));
    }

    private static Optional<String> said(Throwable cause) {
        if (cause instanceof QuarkusBindException bind) {
            return Optional.of("Port " + bind.getPort()
                    + " is in use by another process. Stop that one, or choose another port with PORT.");
        }
        if (cause instanceof FlywayException) {
            return Optional.of(notMigrated(cause));
        }
        boolean settings = cause instanceof ConfigValidationException
                || cause instanceof ConfigurationException
                || (cause instanceof NoSuchElementException
                        && String.valueOf(cause.getMessage()).startsWith("SRCFG"));
        return settings ? Optional.of("A setting is wrong: " + cause.getMessage()) : Optional.empty();
    }

    private static String notMigrated(Throwable fault) {
        // What the database said is at the bottom; without it, it is about what Flyway found there.
        String words = firstLines(causes(fault)
                .filter(SQLException.class::isInstance)
                .map(Throwable::getMessage)
                .reduce((first, last) -> last)
                .orElse(fault.getMessage()));
        if (sqlStates(fault).anyMatch(NO_PRIVILEGE::equals)) {
            return "DB_USER may not make the tables of Modeltree in this database: " + words
                    + ". Make it the owner of the database, or let an administrator run there:"
                    + " create extension if not exists pg_trgm";
        }
        if (sqlStates(fault).anyMatch(NOT_SUPPORTED::equals)) {
            return "The database lacks something that Modeltree needs: " + words
                    + ". On Debian the extensions of PostgreSQL are in the package postgresql-contrib.";
        }
        return "The tables of Modeltree cannot be made in this database, which has to be empty or Modeltree's own: "
                + words;
    }

    /** What Flyway finds wrong in the tables is in its second line. */
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
