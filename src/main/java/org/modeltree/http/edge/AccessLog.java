package org.modeltree.http.edge;

import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.Logger;
import org.modeltree.http.config.LogSettings;

/**
 * A line in the log for each request, if the setting asks for it. It has nothing that a client can choose freely: path templates
 * instead of paths, which may contain secrets, and ids of a few characters; so no client can forge a line.
 */
@Singleton
class AccessLog {

    /** Category of the lines. */
    static final String CATEGORY = "org.modeltree.access";

    private static final double NANOS_PER_MILLI = 1e6;

    private final Logger log = Logger.getLogger(CATEGORY);
    private final boolean isOn;
    private final boolean tellsCallers;

    AccessLog(LogSettings settings) {
        isOn = settings.access();
        tellsCallers = settings.callers();
    }

    /**
     * What a line says.
     *
     * @param template path template; empty if there is none
     * @param status status of the answer; 0 if the client left before
     * @param nanos time since the request arrived
     * @param bytes bytes of the answer's body
     * @param caller kind of the caller, or which it was
     * @param problem kind of the problem that the answer is; empty if it is none
     * @param traceId id of the trace; empty if there is none
     */
    record Line(
            String method,
            String template,
            int status,
            long nanos,
            long bytes,
            String caller,
            String problem,
            String requestId,
            String traceId) {}

    boolean isOn() {
        return isOn;
    }

    /** Whether lines say which caller it was. */
    boolean tellsCallers() {
        return tellsCallers;
    }

    void write(Line line) {
        String route = line.template.isEmpty() ? "-" : line.template;
        String status = line.status == 0 ? "RESET" : Integer.toString(line.status);
        String millis = String.format(Locale.ROOT, "%.3f", line.nanos / NANOS_PER_MILLI);
        // Members of their own in JSON.
        Map<String, String> members = new TreeMap<>(Map.of(
                "method",
                line.method,
                "route",
                route,
                "status",
                status,
                "durationMs",
                millis,
                "bytes",
                Long.toString(line.bytes),
                "caller",
                line.caller,
                "requestId",
                line.requestId));
        String problem = "";
        if (!line.problem.isEmpty()) {
            members.put("problem", line.problem);
            problem = " problem=" + line.problem;
        }
        String trace = "";
        if (!line.traceId.isEmpty()) {
            members.put("traceId", line.traceId);
            trace = " trace=" + line.traceId;
        }
        ExtLogRecord logged = new ExtLogRecord(
                Level.INFO,
                String.join(" ", line.method, route, status, millis, "ms", line.bytes + " B", line.caller) + problem
                        + " request=" + line.requestId + trace,
                ExtLogRecord.FormatStyle.NO_FORMAT,
                AccessLog.class.getName());
        logged.setMdc(members);
        log.logRaw(logged);
    }
}
