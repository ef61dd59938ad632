package org.modeltree.revision.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What needs the classes of OpenTelemetry: spans, and how they are sent. */
final class Traces implements AutoCloseable {

    private static final String PATH = "/v1/traces";
    private static final Duration MAX_SEND = Duration.ofSeconds(10);
    private static final Duration MAX_DELAY = Duration.ofSeconds(1);
    private static final long MAX_CLOSE_SECONDS = 5;
    private static final int FAULT = 500;

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("modeltree.request_id");

    private static final TextMapGetter<UnaryOperator<String>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(UnaryOperator<String> headers) {
            return W3CTraceContextPropagator.getInstance().fields();
        }

        @Override
        public String get(UnaryOperator<String> headers, String name) {
            return headers.apply(name);
        }
    };

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    Traces(String endpoint, TracingSettings settings) {
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(address(endpoint)).setTimeout(MAX_SEND);
        settings.headers().orElse(List.of()).forEach(header -> {
            int at = header.indexOf('=');
            if (at < 1) {
                // Not what it is, because it may be a secret.
                throw new ConfigurationException(
                        TracingSettings.HEADERS + " must be headers such as name=value, separated by commas");
            }
            exporter.addHeader(
                    header.substring(0, at).strip(), header.substring(at + 1).strip());
        });
        int percent = settings.percent();
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(
                                Attributes.of(AttributeKey.stringKey("service.name"), settings.serviceName()))))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(percent / 100.0)))
                // Never waits: if the collector is slower than the service, spans are dropped.
                .addSpanProcessor(BatchSpanProcessor.builder(exporter.build())
                        .setScheduleDelay(MAX_DELAY)
                        .build())
                .build();
        tracer = provider.get("org.modeltree");
    }

    private static String address(String endpoint) {
        try {
            URI uri = URI.create(endpoint);
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                String base = endpoint.replaceFirst("/+$", "");
                return base.endsWith(PATH) ? base : base + PATH;
            }
        } catch (IllegalArgumentException malformed) {
            // As below.
        }
        throw new ConfigurationException(
                TracingSettings.ENDPOINT + " must be an address such as http://collector:4318, was " + endpoint);
    }

    /** The span of a request. */
    private record Request(Span span) implements Tracing.RequestSpan {

        @Override
        public String traceId() {
            return span.getSpanContext().getTraceId();
        }

        @Override
        public String spanId() {
            return span.getSpanContext().getSpanId();
        }

        @Override
        public boolean isSampled() {
            return span.getSpanContext().isSampled();
        }

        @Override
        public void end(String method, String route, int status) {
            span.updateName(route.isEmpty() ? method : method + " " + route);
            span.setAttribute(METHOD, method);
            if (!route.isEmpty()) {
                span.setAttribute(ROUTE, route);
            }
            if (status == 0) {
                span.setAttribute(ERROR, "client_left");
            } else {
                span.setAttribute(STATUS, (long) status);
            }
            if (status >= FAULT) {
                span.setAttribute(ERROR, Integer.toString(status));
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    /** Begins the span of a request, as a part of the trace that its headers name. */
    Tracing.RequestSpan begin(String requestId, UnaryOperator<String> headers) {
        Context client = W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, HEADERS);
        return new Request(tracer.spanBuilder("request")
                .setSpanKind(SpanKind.SERVER)
                .setParent(client)
                .setAttribute(REQUEST_ID, requestId)
                .startSpan());
    }

    /** The connection, whose statements are spans below that of a request. */
    Connection traced(Connection connection, Tracing.RequestSpan request) {
        return TracedConnection.of(connection, tracer, Context.root().with(((Request) request).span()));
    }

    @Override
    public void close() {
        provider.shutdown().join(MAX_CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
