package org.modeltree.embedded;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.sql.SQLException;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;

/** Why the service cannot start, where it is something that whoever starts it can put right. */
final class Reason {

    private Reason() {}

    /** The reason in a sentence; empty where only a stack trace tells. */
    static Optional<String> of(Throwable fault) {
        return causes(fault).flatMap(cause -> said(cause).stream()).findFirst();
    }

    private static Optional<String> said(Throwable cause) {
        if (cause instanceof StartupFault) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof QuarkusBindException bind) {
            return Optional.of("Port " + bind.getPort()
                    + " is in use by another process. Stop that one, or choose another port with PORT.");
        }
        if (cause instanceof FlywayException) {
            // What the database said is at the bottom; without it, it is about what Flyway found there.
            String words = causes(cause)
                    .filter(SQLException.class::isInstance)
                    .map(Throwable::getMessage)
                    .reduce((first, last) -> last)
                    .orElse(cause.getMessage());
            return Optional.of("The tables of Modeltree cannot be made in this database, which has to be empty or"
                    + " Modeltree's own: " + words.lines().findFirst().orElse("no reason given"));
        }
        boolean settings = cause instanceof ConfigValidationException
                || cause instanceof ConfigurationException
                || (cause instanceof NoSuchElementException
                        && String.valueOf(cause.getMessage()).startsWith("SRCFG"));
        return settings ? Optional.of("A setting is wrong: " + cause.getMessage()) : Optional.empty();
    }

    private static Stream<Throwable> causes(Throwable fault) {
        return Stream.iterate(fault, cause -> cause != null, Throwable::getCause);
    }
}
