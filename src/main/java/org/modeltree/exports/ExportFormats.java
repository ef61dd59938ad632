package org.modeltree.exports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.modeltree.formats.modeltree.ModeltreeWriter;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.CatalogState;

/** The export formats: every {@link CatalogWriter} is one. */
@ApplicationScoped
class ExportFormats {

    /** Format of an export if the client names none. */
    static final String DEFAULT = ModeltreeWriter.FORMAT;

    private static final int BUFFER = 1 << 16;

    private final Map<String, CatalogWriter> writers = new TreeMap<>();
    private final Clock clock;
    private final String version;

    ExportFormats(
            @All List<CatalogWriter> writers,
            Clock clock,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        writers.forEach(writer -> this.writers.put(writer.format(), writer));
        this.clock = clock;
        this.version = version;
    }

    /** Names of the formats, in alphabetical order. */
    List<String> names() {
        return List.copyOf(writers.keySet());
    }

    /** The whole catalog in a format, which must be known. */
    ExportedFile file(String format) {
        return new ExportedFile(format, writers.get(format), false);
    }

    /**
     * The quoted ETag of an export, known before the file is: the file is determined by the last change that it can show, the
     * version of the service, and in some formats the day.
     *
     * @param packed whether the file is compressed with gzip
     */
    String validator(ExportedFile exportedFile, ExportedState exported, LocalDate day, boolean packed) {
        CatalogWriter writer = exportedFile.writer();
        CatalogState state = exported.shownIn(writer.order());
        String file = String.join(
                "\n",
                exportedFile.name(),
                Long.toString(state.revision()),
                state.changedAt().toString(),
                writer.dependsOnDate() ? day.toString() : "",
                version);
        return Representation.validator(file.getBytes(StandardCharsets.UTF_8), OptionalLong.empty(), packed);
    }

    /** Date of an export made now, which decides the current prices. */
    LocalDate today() {
        return LocalDate.now(clock);
    }

    /** Writes the whole catalog while it is read; the space is for what the writer puts aside. */
    static void write(
            CatalogWriter writer,
            Iterator<ObjectNode> records,
            LocalDate day,
            OutputStream stream,
            CatalogWriter.Space space)
            throws IOException {
        OutputStream out = new BufferedOutputStream(stream, BUFFER);
        writer.write(records, day, out, space);
        out.flush();
    }
}
