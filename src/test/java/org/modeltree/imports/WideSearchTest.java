package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Searches for a word that more models have than are held against it. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class WideSearchTest {

    /** So many are ranked. */
    private static final int RANKED = 1_000;

    private static final int BEGIN_SO = 330;

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    /** Models whose names begin with the word, of names of different lengths, and others that have it further behind. */
    private static void fill(int others) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < BEGIN_SO; i++) {
            line(lines, "first/" + (i % 7 == 0 ? "a" : "z") + i, "Omni-Word" + " tail".repeat(i % 5) + " " + i);
        }
        for (int i = 0; i < others; i++) {
            line(lines, "second/m" + i, "Some " + i + " omniword");
        }
        Importing.post("format=modeltree", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void line(StringBuilder lines, String id, String name) {
        lines.append("{\"type\":\"model\",\"id\":\"")
                .append(id)
                .append("\",\"name\":\"")
                .append(name)
                .append("\",\"aliases\":[\"")
                .append(id.replace('/', '-'))
                .append(" omniword\"]}\n");
    }

    /** The ids of all pages, of which each says the same total. */
    private static List<String> walk(String query, int limit, int total) {
        List<String> ids = new ArrayList<>();
        String next = "/models?fields=id&limit=" + limit + "&" + query;
        while (next != null) {
            JsonNode page = Importing.get(next).is(200).json();
            assertEquals(total, page.at("/meta/total").asInt());
            assertEquals("exact", page.at("/meta/totalRelation").asText());
            page.get("data").forEach(model -> ids.add(model.get("id").asText()));
            JsonNode link = page.at("/links/next");
            next = link.isNull() ? null : link.asText().substring("/api/v1".length());
        }
        return ids;
    }

    @Test
    void where_more_match_those_that_begin_so_are_ranked_and_the_others_follow_by_id() {
        fill(RANKED);
        // Of one vendor alone they are few enough to be ranked.
        List<String> expected = walk("q=omniword&vendor=first", 200, BEGIN_SO);
        assertNotEquals(expected.stream().sorted().toList(), expected);
        expected.addAll(IntStream.range(0, RANKED)
                .mapToObj(i -> "second/m" + i)
                .sorted()
                .toList());
        for (int limit : new int[] {200, 110, 83}) {
            assertEquals(expected, walk("q=omniword", limit, RANKED + BEGIN_SO));
        }
        assertEquals(expected, walk("q=omniword&vendor=first,second,third", 200, RANKED + BEGIN_SO));
    }

    @Test
    void where_more_match_an_id_an_alias_and_a_slug_come_before_the_others() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i <= RANKED; i++) {
            line(lines, "acme/m-1" + i, "Nova " + i);
        }
        line(lines, "zeta/m-1", "Last");
        lines.append("{\"type\":\"model\",\"id\":\"zeta/aliased\",\"name\":\"X\",\"aliases\":[\"acme/m-1\"]}\n");
        Importing.post("format=modeltree", lines.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals("zeta/m-1", walk("q=m-1", 200, RANKED + 3).get(0));
        assertEquals("zeta/aliased", walk("q=acme%2Fm-1", 200, RANKED + 2).get(0));
    }

    @Test
    void up_to_a_thousand_all_are_ranked() {
        fill(RANKED - BEGIN_SO);
        List<String> ranked = walk("q=omniword", 200, RANKED);
        assertEquals(walk("q=omniword&vendor=first", 200, BEGIN_SO), ranked.subList(0, BEGIN_SO));
        List<String> others = ranked.subList(BEGIN_SO, RANKED);
        assertEquals(walk("q=omniword&vendor=second", 200, RANKED - BEGIN_SO), others);
        // "Some 7 omniword" is more like it than "Some 123 omniword".
        assertNotEquals(others.stream().sorted().toList(), others);
    }

    @Test
    void where_more_match_and_none_begins_so_they_come_by_id() {
        fill(RANKED + 1);
        List<String> expected = IntStream.rangeClosed(0, RANKED)
                .mapToObj(i -> "second/m" + i)
                .sorted()
                .toList();
        assertEquals(expected, walk("q=second", 137, RANKED + 1));
    }
}
