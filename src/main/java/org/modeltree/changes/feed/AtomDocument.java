package org.modeltree.changes.feed;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.modeltree.changes.log.ChangeView;
import org.modeltree.changes.log.LogPage;
import org.modeltree.changes.log.LoggedChange;
import org.modeltree.http.value.TimeText;

/**
 * Page of the change log as Atom (RFC 4287), with links between pages (RFC 5005). Ids are tag URIs (RFC 4151), which contain
 * the id of this catalog's feed, so that no two catalogs have the same.
 */
final class AtomDocument {

    static final String MEDIA_TYPE = "application/atom+xml";

    /** Path of the feed. */
    static final String PATH = "/changes.atom";

    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final String AUTHORITY = "tag:modeltree.org,2026:";
    private static final String CHANGES = "/api/v1/changes";
    private static final String JSON = "application/json";
    private static final int MAX_LISTED = 6;
    private static final int MAX_VALUE = 300;
    private static final int MAX_LINES = 50;

    /** Characters that XML 1.0 cannot contain, even escaped. */
    private static final Pattern NOT_XML =
            Pattern.compile("[^\\t\\n\\r\\x20-\\x{d7ff}\\x{e000}-\\x{fffd}\\x{10000}-\\x{10ffff}]");

    private static final Map<String, String> VERBS =
            Map.of("create", "created", "update", "updated", "delete", "deleted", "merge", "merged");

    private final String feedId;

    /**
     * Pages of one catalog's feed.
     *
     * @param feedId id that no other catalog has
     */
    AtomDocument(String feedId) {
        this.feedId = feedId;
    }

    /** Time of the newest change of a page; that of the catalog if there is none. */
    Instant updated(LogPage page) {
        return page.entries().isEmpty()
                ? page.changedAt()
                : page.entries().get(0).view().time();
    }

    /**
     * The page as XML.
     *
     * @param self path and query of the page
     */
    String of(LogPage page, String self) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(ATOM);
            xml.writeAttribute("xml", "http://www.w3.org/XML/1998/namespace", "lang", "en");
            element(xml, "id", AUTHORITY + feedId);
            element(xml, "title", "Changes of the Modeltree catalog");
            element(xml, "updated", time(updated(page)));
            xml.writeStartElement("author");
            element(xml, "name", "Modeltree");
            xml.writeEndElement();
            link(xml, "self", MEDIA_TYPE, self);
            link(xml, "first", MEDIA_TYPE, PATH);
            link(xml, "alternate", JSON, CHANGES);
            if (page.hasMore()) {
                LoggedChange last = page.entries().get(page.entries().size() - 1);
                link(
                        xml,
                        "next",
                        MEDIA_TYPE,
                        PATH + "?before=" + FeedPosition.after(last).text());
            }
            for (LoggedChange entry : page.entries()) {
                entry(xml, entry);
            }
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            // Writing to memory does not fail.
            throw new IllegalStateException(impossible);
        }
        return text.toString();
    }

    private void entry(XMLStreamWriter xml, LoggedChange logged) throws XMLStreamException {
        ChangeView change = logged.view();
        xml.writeStartElement("entry");
        element(xml, "id", AUTHORITY + feedId + "/" + FeedPosition.after(logged).text());
        element(xml, "title", title(change));
        element(xml, "updated", time(change.time()));
        element(xml, "published", time(change.time()));
        link(
                xml,
                "alternate",
                JSON,
                CHANGES + "?since=" + (change.revision() - 1)
                        + (change.model() == null ? "" : "&model=" + change.model()));
        xml.writeStartElement("content");
        xml.writeAttribute("type", "text");
        xml.writeCharacters(visible(content(change)));
        xml.writeEndElement();
        xml.writeEndElement();
    }

    /** What a change did, in a few words: {@code openai/gpt-4: model updated (lifecycle, retiredDate)}. */
    private static String title(ChangeView change) {
        if (change.type() == null) {
            return switch (change.kind()) {
                case "undo" -> "Import " + change.importId() + " undone";
                case "import" -> "Catalog imported (" + change.importId() + ")";
                default -> "Catalog changed (" + change.kind() + ")";
            };
        }
        String noun = change.type().equals("deleted") ? "mark of deletion" : change.type();
        String verb = VERBS.getOrDefault(change.kind(), change.kind());
        if (change.kind().equals("merge")) {
            return change.id() + ": " + noun + " merged into " + change.model();
        }
        boolean isModel = change.model() == null || change.model().equals(change.id());
        Set<String> keys = keys(change.patch());
        return (isModel ? change.id() : change.model()) + ": " + noun + (isModel ? "" : " " + change.id()) + " " + verb
                + (keys.isEmpty() ? "" : " (" + listed(keys) + ")");
    }

    private static String listed(Set<String> keys) {
        String first = keys.stream().limit(MAX_LISTED).collect(Collectors.joining(", "));
        return keys.size() > MAX_LISTED ? first + " and " + (keys.size() - MAX_LISTED) + " more" : first;
    }

    /** The top-level keys that an update changed. */
    private static Set<String> keys(JsonNode patch) {
        Set<String> keys = new LinkedHashSet<>();
        if (patch != null) {
            for (JsonNode operation : patch) {
                String[] path = operation.path("path").asText().split("/", 3);
                if (path.length > 1) {
                    keys.add(path[1]);
                }
            }
        }
        return keys;
    }

    /** The change in words, and one line for each operation of its patch. */
    private static String content(ChangeView change) {
        StringBuilder text = new StringBuilder("Revision " + change.revision() + ": " + change.kind());
        if (change.type() != null) {
            text.append(" of ").append(change.type()).append(' ').append(change.id());
        }
        if (change.model() != null && !change.model().equals(change.id())) {
            text.append(", model ").append(change.model());
        }
        if (change.movedFrom() != null) {
            text.append(", moved from ").append(change.movedFrom());
        }
        if (change.importId() != null) {
            text.append(", import ").append(change.importId());
        }
        int lines = 0;
        for (JsonNode operation : change.patch() == null ? List.<JsonNode>of() : change.patch()) {
            if (++lines > MAX_LINES) {
                text.append("\n… and ")
                        .append(change.patch().size() - MAX_LINES)
                        .append(" more");
                break;
            }
            text.append('\n')
                    .append(operation.path("op").asText())
                    .append(' ')
                    .append(operation.path("path").asText());
            if (operation.has("from")) {
                text.append(" from ").append(operation.get("from").asText());
            }
            if (operation.has("value")) {
                text.append(": ").append(shortened(operation.get("value").toString()));
            }
        }
        return text.toString();
    }

    private static String shortened(String value) {
        int length = value.codePointCount(0, value.length());
        return length <= MAX_VALUE ? value : value.substring(0, value.offsetByCodePoints(0, MAX_VALUE)) + "…";
    }

    private static String time(Instant instant) {
        return TimeText.of(instant);
    }

    private static String visible(String text) {
        return NOT_XML.matcher(text).replaceAll("\ufffd");
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(visible(text));
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, String relation, String type, String address)
            throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", relation);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", address);
    }
}
