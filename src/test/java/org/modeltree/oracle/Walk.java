package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Goes through all of something: all things to check, or all pages of a list. */
final class Walk {
    private static final int SHOWN = 5;
    private static final int MAX_PAGES = 500;

    private Walk() {}

    /** Checks everything before it fails, so that one run shows how far a misreading reaches. */
    static <T> void each(Collection<T> things, Consumer<T> check) {
        List<String> failures = new ArrayList<>();
        for (T thing : things) {
            try {
                check.accept(thing);
            } catch (AssertionError e) {
                failures.add(e.getMessage());
            }
        }
        if (!failures.isEmpty()) {
            fail(failures.size() + " of " + things.size() + " failed, among them:\n"
                    + String.join("\n", failures.subList(0, Math.min(SHOWN, failures.size()))));
        }
    }

    /** All pages from the first on; every one of them says the same total and keeps the promises of lists. */
    static List<Answer> pages(String first) {
        String path = first.split("\\?", -1)[0];
        List<Answer> pages = new ArrayList<>();
        String next = first;
        while (next != null) {
            assertTrue(pages.size() < MAX_PAGES, () -> Answer.question(first) + " has no last page");
            Answer page = Answer.to(next);
            assertEquals(200, page.status(), page::said);
            pages.add(page);
            JsonNode links = page.body().path("links");
            assertTrue(links.path("self").asText().startsWith(path), () -> page.question() + " has links " + links);
            next = links.path("next").isNull() ? null : links.path("next").asText();
            if (next == null) {
                assertNull(page.header("Link"), () -> page.question() + " is the last page and has a Link header");
            } else {
                assertEquals("<" + next + ">; rel=\"next\"", page.header("Link"), page.question());
                assertTrue(next.startsWith(path + "?"), () -> page.question() + " has links " + links);
            }
            meta(page, pages.get(0));
        }
        return pages;
    }

    private static void meta(Answer page, Answer first) {
        ObjectNode meta = JsonNodeFactory.instance.objectNode();
        meta.set("total", Expect.integerFrom(0));
        meta.put("totalRelation", "exact");
        meta.put("revision", page.revision());
        Trees.assertSame(meta, page.body().path("meta"), page.question() + " meta");
        assertEquals(
                first.body().at("/meta/total"), page.body().at("/meta/total"), () -> page.question() + " other total");
    }

    /** The data of all pages; their number is the total, and only the last page is not full. */
    static ArrayNode data(List<Answer> pages, int limit) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < pages.size(); i++) {
            Answer page = pages.get(i);
            JsonNode data = page.body().path("data");
            boolean last = i == pages.size() - 1;
            assertTrue(
                    last ? data.size() <= limit && (i == 0 || !data.isEmpty()) : data.size() == limit,
                    () -> page.question() + " has a page of " + data.size());
            data.forEach(all::add);
        }
        Answer first = pages.get(0);
        assertEquals(first.body().at("/meta/total").asInt(), all.size(), () -> first.question() + " total");
        return all;
    }

    /** A list that is never paged: `data`, `meta` and `links` with no next. */
    static JsonNode whole(String path) {
        List<Answer> pages = pages(path);
        assertEquals(1, pages.size(), () -> Answer.question(path) + " should have one page");
        Answer page = pages.get(0);
        assertEquals(3, page.body().size(), () -> page.question() + " has keys beside data, meta and links");
        return data(pages, Integer.MAX_VALUE);
    }
}
