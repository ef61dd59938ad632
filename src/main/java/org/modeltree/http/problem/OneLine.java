package org.modeltree.http.problem;

import io.quarkus.logging.LoggingFilter;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Makes line breaks and other control characters visible in the messages of exceptions and in the parameters of log lines. Faults
 * of the database quote what clients sent, which could otherwise look like lines of the log. JSON escapes them by itself.
 */
@LoggingFilter(name = "one-line")
public final class OneLine implements Filter {

    private final boolean isText;

    public OneLine(@ConfigProperty(name = "modeltree.log.json", defaultValue = "false") boolean json) {
        isText = !json;
    }

    /** An exception as the log shows it: it begins with the name of the class of the exception that it stands for. */
    @SuppressWarnings("OverrideThrowableToString")
    private static final class Shown extends Exception {

        private final String text;

        Shown(Throwable fault, Set<Throwable> seen) {
            super(fault.getMessage(), cause(fault, seen), true, true);
            text = shown(fault.toString());
            setStackTrace(fault.getStackTrace());
            for (Throwable suppressed : fault.getSuppressed()) {
                if (seen.add(suppressed)) {
                    addSuppressed(new Shown(suppressed, seen));
                }
            }
        }

        private static Throwable cause(Throwable fault, Set<Throwable> seen) {
            Throwable cause = fault.getCause();
            // Exceptions may cause each other.
            return cause == null || !seen.add(cause) ? null : new Shown(cause, seen);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    @Override
    public boolean isLoggable(LogRecord line) {
        if (isText) {
            if (line.getThrown() != null) {
                Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
                seen.add(line.getThrown());
                line.setThrown(new Shown(line.getThrown(), seen));
            }
            Object[] parameters = line.getParameters();
            for (int i = 0; parameters != null && i < parameters.length; i++) {
                if (parameters[i] instanceof CharSequence || parameters[i] instanceof Throwable) {
                    parameters[i] = shown(String.valueOf(parameters[i]));
                }
            }
        }
        return true;
    }

    /** The text on one line, with control characters as escapes. */
    static String shown(String text) {
        if (text.chars().noneMatch(OneLine::breaks)) {
            return text;
        }
        StringBuilder line = new StringBuilder();
        text.chars().forEach(sign -> {
            if (sign == '\n') {
                line.append("\\n");
            } else if (breaks(sign)) {
                line.append(String.format("\\u%04x", sign));
            } else {
                line.append((char) sign);
            }
        });
        return line.toString();
    }

    /** Whether a character can end a line, or move the cursor of a terminal. A tab is harmless. */
    private static boolean breaks(int sign) {
        return (Character.isISOControl(sign) && sign != '\t') || sign == 0x2028 || sign == 0x2029;
    }
}
