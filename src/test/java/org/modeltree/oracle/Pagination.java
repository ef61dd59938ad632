package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Reads all pages of a list and checks what every page promises. */
public final class Pagination {
    private static final int MAX_PAGES = 500;

    private Pagination() {}

    /** All pages of a list. Checks that their links, headers and totals agree. */
    public static List<ApiResponse> pages(String first) {
        String path = first.split("\\?", -1)[0];
        List<ApiResponse> pages = new ArrayList<>();
        String next = first;
        while (next != null) {
            assertTrue(pages.size() < MAX_PAGES, () -> ApiResponse.request(first) + " has no last page");
            ApiResponse page = ApiResponse.get(next);
            assertEquals(200, page.status(), page::summary);
            pages.add(page);
            JsonNode links = page.body().path("links");
            assertTrue(links.path("self").asText().startsWith(path), () -> page.request() + " has links " + links);
            next = links.path("next").isNull() ? null : links.path("next").asText();
            if (next == null) {
                assertNull(page.header("Link"), () -> page.request() + " is the last page and has a Link header");
            } else {
                assertEquals("<" + next + ">; rel=\"next\"", page.header("Link"), page.request());
                assertTrue(next.startsWith(path + "?"), () -> page.request() + " has links " + links);
            }
            meta(page, pages.get(0));
        }
        return pages;
    }

    private static void meta(ApiResponse page, ApiResponse first) {
        ObjectNode meta = JsonNodeFactory.instance.objectNode();
        meta.set("total", Expect.integerFrom(0));
        meta.put("totalRelation", "exact");
        String next = page.body().path("links").path("next").textValue();
        meta.put("nextCursor", next == null ? null : next.replaceFirst(".*[?&]cursor=([^&]*).*", "$1"));
        JsonAssert.assertSame(meta, page.body().path("meta"), page.request() + " meta");
        assertEquals(
                first.body().at("/meta/total"),
                page.body().at("/meta/total"),
                () -> page.request() + " has another total");
    }

    /** The data of all pages. Checks that the total is right and that only the last page is not full. */
    public static ArrayNode data(List<ApiResponse> pages, int limit) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < pages.size(); i++) {
            ApiResponse page = pages.get(i);
            JsonNode data = page.body().path("data");
            boolean last = i == pages.size() - 1;
            assertTrue(
                    last ? data.size() <= limit && (i == 0 || !data.isEmpty()) : data.size() == limit,
                    () -> page.request() + " has a page of " + data.size());
            data.forEach(all::add);
        }
        ApiResponse first = pages.get(0);
        assertEquals(first.body().at("/meta/total").asInt(), all.size(), () -> first.request() + " total");
        return all;
    }

    /** The data of a list that always has a single page. */
    public static JsonNode single(String path) {
        List<ApiResponse> pages = pages(path);
        assertEquals(1, pages.size(), () -> ApiResponse.request(path) + " should have one page");
        ApiResponse page = pages.get(0);
        assertEquals(3, page.body().size(), () -> page.request() + " has keys beside data, meta and links");
        return data(pages, Integer.MAX_VALUE);
    }
}
