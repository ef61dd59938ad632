package org.modeltree.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

/** What clients send cannot look like a line of the log. */
class OneLineTest {

    private static final String FORGED = "late\r\n2026-11-30T04:00:00.000Z ERROR [forged] \u001b[2J\u2028";

    private final OneLine filter = new OneLine(false);

    private static ExtLogRecord line(Object... parameters) {
        ExtLogRecord line = new ExtLogRecord(
                Level.ERROR, "%s failed", ExtLogRecord.FormatStyle.PRINTF, OneLineTest.class.getName());
        line.setParameters(parameters);
        return line;
    }

    @Test
    void exceptions_with_line_breaks_are_shown_with_escapes() {
        IllegalStateException first = new IllegalStateException(FORGED);
        IllegalArgumentException fault = new IllegalArgumentException(FORGED, first);
        first.initCause(fault);
        fault.addSuppressed(new RuntimeException(FORGED));
        ExtLogRecord line = line("it");
        line.setThrown(fault);
        filter.isLoggable(line);
        String text = new PatternFormatter("%s%e%n").format(line);
        String[] lines = text.split("\\R");
        assertEquals(
                "it failed: java.lang.IllegalArgumentException: late\\u000d\\n2026-11-30T04:00:00.000Z ERROR [forged]"
                        + " \\u001b[2J\\u2028",
                lines[0]);
        assertFalse(Arrays.stream(lines).anyMatch(one -> one.startsWith("2026")), text);
        assertFalse(text.contains("\u001b"), text);
        assertEquals(3, text.split("\\[forged]", -1).length - 1, text);
        assertEquals(1, text.split("Caused by: java.lang.IllegalStateException", -1).length - 1, text);
    }

    @Test
    void parameters_are_on_one_line() {
        ExtLogRecord line = line("a\nb\tc");
        filter.isLoggable(line);
        assertEquals("a\\nb\tc failed", new PatternFormatter("%s").format(line));
    }

    @Test
    void json_escapes_by_itself_and_keeps_the_type_of_an_exception() {
        RuntimeException fault = new RuntimeException(FORGED);
        ExtLogRecord line = line("it");
        line.setThrown(fault);
        new OneLine(true).isLoggable(line);
        assertSame(fault, line.getThrown());
    }
}
