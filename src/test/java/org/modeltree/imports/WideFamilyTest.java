package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.modeltree.EmptyCatalogProfile;

/** A family with more members than are told at once. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WideFamilyTest {

    private static final int MOST = 5_000;
    private static final int LINEAGE_UNASKED = 1_000;
    private static final int TREE_UNASKED = 2_000;
    private static final int CHILDREN = 60;
    private static final int GRANDCHILDREN = 100;

    /** A member of the family; most have a date, of which there are only a few. */
    private record Member(String id, String parent, LocalDate released) {}

    private static final Comparator<Member> BY_RELEASE = Comparator.comparing(
                    Member::released, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(Member::id);

    private final List<Member> grandparents = List.of(
            new Member("wide/elder", null, LocalDate.of(2020, 1, 1)),
            new Member("wide/older", "wide/elder", LocalDate.of(2021, 1, 1)));
    private final Member root = new Member("wide/root", "wide/older", LocalDate.of(2022, 1, 1));
    private final List<Member> children = new ArrayList<>();
    private final List<Member> grandchildren = new ArrayList<>();

    @BeforeEach
    void fill() {
        // Once, because no test writes.
        if (!children.isEmpty()) {
            return;
        }
        for (int i = 0; i < CHILDREN; i++) {
            Member child = new Member("wide/c" + i, root.id(), i % 5 == 0 ? null : LocalDate.of(2023, 1 + i % 7, 1));
            children.add(child);
            for (int k = 0; k < GRANDCHILDREN; k++) {
                LocalDate released = (i + k) % 9 == 0 ? null : LocalDate.of(2024, 1, 1 + (i * k) % 11);
                grandchildren.add(new Member("wide/g" + i + "-" + k, child.id(), released));
            }
        }
        children.sort(BY_RELEASE);
        grandchildren.sort(BY_RELEASE);
        Importing.empty();
        StringBuilder lines = new StringBuilder();
        all().forEach(member -> lines.append("{\"type\":\"model\",\"id\":\"%s\",\"name\":\"%s\"%s}\n"
                .formatted(
                        member.id(),
                        member.id(),
                        member.released() == null ? "" : ",\"releaseDate\":\"" + member.released() + "\"")));
        all().filter(member -> member.parent() != null)
                .forEach(member -> lines.append(
                        "{\"type\":\"edge\",\"child\":\"%s\",\"parent\":\"%s\",\"relation\":\"fine_tune\"}\n"
                                .formatted(member.id(), member.parent())));
        Importing.post("format=modeltree", lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private Stream<Member> all() {
        return Stream.of(grandparents, List.of(root), children, grandchildren).flatMap(List::stream);
    }

    @Test
    void a_lineage_tells_the_nearest_and_says_that_there_are_more() {
        List<String> expected = Stream.of(
                        Stream.of(root, grandparents.get(1)),
                        children.stream(),
                        Stream.of(grandparents.get(0)),
                        grandchildren.stream())
                .flatMap(members -> members)
                .map(Member::id)
                .limit(MOST)
                .toList();
        JsonNode unasked = lineage("");
        assertEquals(expected.subList(0, LINEAGE_UNASKED), ids(unasked));
        assertTrue(unasked.get("truncated").asBoolean());
        JsonNode lineage = lineage("?limit=" + MOST);
        assertEquals(expected, ids(lineage));
        assertTrue(lineage.get("truncated").asBoolean());
        Set<String> known = new HashSet<>(expected);
        Set<List<String>> edges = new HashSet<>();
        lineage.get("edges")
                .forEach(edge -> assertTrue(edges.add(
                        List.of(edge.get("child").asText(), edge.get("parent").asText()))));
        Set<List<String>> between = new HashSet<>();
        all().filter(member -> known.contains(member.id()) && member.parent() != null)
                .forEach(member -> between.add(List.of(member.id(), member.parent())));
        assertEquals(between, edges);
    }

    @Test
    void a_lineage_that_is_small_enough_is_told_whole() {
        JsonNode near = lineage("?depth=1");
        assertEquals(2 + CHILDREN, near.get("nodes").size());
        assertTrue(near.get("truncated").asBoolean());
        JsonNode upwards = lineage("?direction=ancestors");
        assertEquals(List.of("wide/root", "wide/older", "wide/elder"), ids(upwards));
        assertEquals(false, upwards.get("truncated").asBoolean());
    }

    @Test
    void a_tree_shows_the_shallowest_and_says_that_there_are_more() {
        List<String> expected = Stream.of(Stream.of(root), children.stream(), grandchildren.stream())
                .flatMap(members -> members)
                .map(Member::id)
                .limit(MOST)
                .toList();
        JsonNode unasked = tree("?root=wide/root");
        assertEquals(expected.subList(0, TREE_UNASKED), ids(unasked));
        assertTrue(unasked.get("truncated").asBoolean());
        JsonNode tree = tree("?root=wide/root&limit=" + MOST);
        assertEquals(expected, ids(tree));
        assertTrue(tree.get("truncated").asBoolean());
        assertEquals(expected, ids(tree("?root=wide/root&vendor=wide,narrow&limit=" + MOST)));
        JsonNode ofVendor = tree("?vendor=wide&limit=" + MOST);
        assertEquals(MOST, ofVendor.get("nodes").size());
        assertEquals(expected.subList(0, MOST - 2), ids(ofVendor).subList(2, MOST));
        assertTrue(ofVendor.get("truncated").asBoolean());
    }

    private static JsonNode tree(String query) {
        return Importing.get("/tree" + query).is(200).json();
    }

    private JsonNode lineage(String query) {
        return Importing.get("/models/" + root.id() + "/lineage" + query)
                .is(200)
                .json();
    }

    private static List<String> ids(JsonNode of) {
        List<String> ids = new ArrayList<>();
        of.get("nodes").forEach(node -> ids.add(node.get("id").asText()));
        return ids;
    }
}
