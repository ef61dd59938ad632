package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.OfferingLine;

/** What was said is given back as it was said, with who said it. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class DocumentsOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleViews views = new OracleViews(oracle);

    @Test
    void the_document_of_a_model_is_its_line() {
        Walk.each(oracle.models(), model -> {
            String path = Urls.model(model.id()) + "/document";
            Trees.assertSame(OracleDocuments.model(model), Answer.ok(path), "GET " + path);
        });
    }

    @Test
    void every_measurement_is_told_with_the_one_that_counts() {
        Walk.each(oracle.models(), model -> {
            String path = Urls.model(model.id()) + "/measurements";
            JsonNode shown = Walk.whole(path);
            Trees.assertSame(views.measurements(model), shown, "GET " + path);
            Map<String, Integer> counting = new TreeMap<>();
            shown.forEach(one -> counting.merge(
                    one.at("/benchmark/id").asText(), one.path("counting").asBoolean() ? 1 : 0, Integer::sum));
            assertEquals(oracle.measurements(model).keySet(), new TreeSet<>(counting.keySet()), path);
            counting.forEach((benchmark, count) -> assertEquals(1, count, path + " " + benchmark));
        });
    }

    @Test
    void the_document_of_a_measurement_is_its_line() {
        Walk.each(oracle.models(), model -> {
            for (MeasurementLine line : oracle.allMeasurements(model)) {
                String path = Urls.model(model.id()) + "/measurements/" + line.idOrDerived();
                Trees.assertSame(OracleDocuments.measurement(line), Answer.ok(path), "GET " + path);
            }
        });
    }

    @Test
    void a_measurement_is_found_only_at_its_own_model() {
        Walk.each(oracle.models().subList(0, 20), model -> {
            String path = Urls.model(model.id()) + "/measurements/no.such-one";
            assertEquals(404, Answer.to(path).status(), path);
        });
    }

    @Test
    void the_document_of_an_offering_is_its_line() {
        Walk.each(oracle.models(), model -> {
            for (OfferingLine line : oracle.offerings(model)) {
                String path = offering(model, line);
                Trees.assertSame(OracleDocuments.offering(line), Answer.ok(path), "GET " + path);
            }
        });
    }

    @Test
    void an_offering_is_found_only_at_the_model_that_it_serves() {
        OracleModel other = oracle.model(HandmadeModels.BARE);
        Walk.each(oracle.catalog.offerings().subList(0, 20), line -> {
            Answer answer = Answer.to(offering(other, line));
            assertEquals(404, answer.status(), answer::said);
        });
    }

    /** Without them the other tests would show nothing. */
    @Test
    void the_invented_catalog_has_what_is_to_be_shown() {
        long explicit = oracle.catalog.measurements().stream()
                .filter(line -> line.id() != null)
                .count();
        long tied = oracle.models().stream()
                .flatMap(model -> oracle.allMeasurements(model).stream()
                        .filter(line -> oracle.mayCount(model, line)
                                && !line.equals(oracle.measurements(model).get(line.benchmark()))))
                .count();
        assertTrue(explicit > 50 && explicit < oracle.catalog.measurements().size() - 50, "explicit ids: " + explicit);
        assertTrue(tied > 5, "ties that count: " + tied);
        for (int length : new int[] {4, 7, 10}) {
            assertTrue(
                    oracle.models().stream()
                            .map(OracleModel::line)
                            .anyMatch(line -> hasLength(line.retiredDate(), length)
                                    && line.announcedDate() != null
                                    && line.deprecatedDate() != null),
                    "no life with a retirement of " + length);
        }
    }

    private static boolean hasLength(String date, int length) {
        return date != null && date.length() == length;
    }

    private static String offering(OracleModel model, OfferingLine line) {
        return Urls.model(model.id()) + "/offerings/" + line.provider() + "/" + Urls.encode(line.id());
    }
}
