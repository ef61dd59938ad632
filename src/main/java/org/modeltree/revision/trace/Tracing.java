package org.modeltree.revision.trace;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Traces of requests. Without a collector in the settings, each method returns at once, and no class of OpenTelemetry is loaded.
 */
@Singleton
public class Tracing {

    /** Local of a request's context with its span. */
    private static final String SPAN = "modeltree.span";

    /** Null without a collector: an {@link Optional} would be one more look for each request. */
    private final Traces traces;

    Tracing(TracingSettings settings) {
        if (settings.percent() < 0 || settings.percent() > 100) {
            throw new ConfigurationException(
                    TracingSettings.PERCENT + " must be between 0 and 100, was " + settings.percent());
        }
        traces = settings.endpoint()
                .map(String::strip)
                .filter(endpoint -> !endpoint.isEmpty())
                .map(endpoint -> new Traces(endpoint, settings))
                .orElse(null);
    }

    /** The span of a request, until it has been answered. */
    public interface RequestSpan {

        /** Id of the trace, of 32 hexadecimal digits. */
        String traceId();

        /** Id of the span, of 16 hexadecimal digits. */
        String spanId();

        /** Whether the span is sent to the collector. */
        boolean isSampled();

        /**
         * Ends the span.
         *
         * @param route path template; empty if there is none
         * @param status status of the answer; 0 if the client left before
         */
        void end(String method, String route, int status);
    }

    /** Whether there is a collector. */
    public boolean isOn() {
        return traces != null;
    }

    /**
     * Begins the span of a request, and binds it to the request's context; empty without a collector.
     *
     * @param headers returns the first header of the request with a name, or null
     */
    public Optional<RequestSpan> begin(Context request, String requestId, UnaryOperator<String> headers) {
        if (traces == null) {
            return Optional.empty();
        }
        RequestSpan span = traces.begin(requestId, headers);
        request.putLocal(SPAN, span);
        return Optional.of(span);
    }

    /** The span of the request that the current thread works for; empty for background work, and without a collector. */
    public Optional<RequestSpan> current() {
        Context context = traces == null ? null : Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(context.getLocal(SPAN));
    }

    /** The connection, whose statements are traced if the current thread works for a request that is. */
    public Connection traced(Connection connection) {
        return traces == null
                ? connection
                : current()
                        .filter(RequestSpan::isSampled)
                        .map(span -> traces.traced(connection, span))
                        .orElse(connection);
    }

    /** Sends what has not been sent yet. */
    void stop(@Observes ShutdownEvent event) {
        if (traces != null) {
            traces.close();
        }
    }
}
