package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDate;
import java.util.Iterator;
import org.modeltree.formats.source.JsonCatalogWriter;

/**
 * Writer of OpenRouter's {@code /api/v1/models}. A model that OpenRouter serves appears under OpenRouter's ids with its
 * current prices in US dollars, any other under its own id with its publisher's price and with an empty list of
 * {@code endpoints}. Every key has the type that OpenRouter's own client requires; see {@link OpenRouterModels}.
 */
@ApplicationScoped
public class OpenRouterWriter extends JsonCatalogWriter {

    @Override
    public String format() {
        return OpenRouterReader.FORMAT;
    }

    @Override
    public void write(Iterator<ObjectNode> records, LocalDate today, OutputStream out) throws IOException {
        OpenRouterSelection.EVERYTHING.writer().write(records, today, out);
    }
}
