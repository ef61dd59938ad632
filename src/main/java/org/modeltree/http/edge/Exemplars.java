package org.modeltree.http.edge;

import io.prometheus.client.exemplars.DefaultExemplarSampler;
import io.prometheus.client.exemplars.ExemplarSampler;
import io.prometheus.client.exemplars.tracer.common.SpanContextSupplier;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.modeltree.revision.trace.Tracing;

/** Gives times in histograms the ids of traces, as exemplars of OpenMetrics; none without a collector of traces. */
class Exemplars {

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    Optional<ExemplarSampler> sampler(Tracing tracing) {
        return tracing.isOn() ? Optional.of(new DefaultExemplarSampler(new CurrentSpan(tracing))) : Optional.empty();
    }

    /** The span of the request that the current thread works for. */
    private record CurrentSpan(Tracing tracing) implements SpanContextSupplier {

        @Override
        public String getTraceId() {
            return tracing.current().map(Tracing.RequestSpan::traceId).orElse(null);
        }

        @Override
        public String getSpanId() {
            return tracing.current().map(Tracing.RequestSpan::spanId).orElse(null);
        }

        @Override
        public boolean isSampled() {
            return tracing.current().filter(Tracing.RequestSpan::isSampled).isPresent();
        }
    }
}
