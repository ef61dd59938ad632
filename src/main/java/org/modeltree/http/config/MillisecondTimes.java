package org.modeltree.http.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import org.modeltree.http.value.TimeText;

/**
 * Writes every time stamp of a response in UTC with milliseconds, such as {@code 2026-11-22T15:16:54.385Z}. Microseconds
 * are more than many clients can read, and a stamp without a fraction would look as if it were rounded.
 */
@Singleton
class MillisecondTimes implements ObjectMapperCustomizer {

    /** Last of all, because the serializers that were added last are asked first. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(
                new SimpleModule("millisecond times").addSerializer(Instant.class, new InstantSerializer()));
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {

        private static final long serialVersionUID = 1;

        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant time, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(TimeText.of(time));
        }
    }
}
