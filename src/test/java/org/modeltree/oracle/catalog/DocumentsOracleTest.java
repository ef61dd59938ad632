package org.modeltree.oracle.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;

/** Documents have the content of their records, with the origin. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class DocumentsOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleViews views = new OracleViews(oracle);

    @Test
    void the_document_of_a_model_is_its_record() {
        Checks.each(oracle.walk(), model -> {
            String path = Urls.model(model.id()) + "/document";
            JsonAssert.assertSame(OracleDocuments.model(model), ApiResponse.ok(path), "GET " + path);
        });
    }

    @Test
    void all_measurements_are_listed_and_one_per_benchmark_counts() {
        Checks.each(oracle.walk(), model -> {
            String path = Urls.model(model.id()) + "/measurements";
            JsonNode shown = Pagination.single(path);
            JsonAssert.assertSame(views.measurements(model), shown, "GET " + path);
            Map<String, Integer> counting = new TreeMap<>();
            shown.forEach(one -> counting.merge(
                    one.at("/benchmark/id").asText(), one.path("counting").asBoolean() ? 1 : 0, Integer::sum));
            assertEquals(oracle.measurements(model).keySet(), new TreeSet<>(counting.keySet()), path);
            counting.forEach((benchmark, count) -> assertEquals(1, count, path + " " + benchmark));
        });
    }

    @Test
    void the_document_of_a_measurement_is_its_record() {
        Checks.each(oracle.walk(), model -> {
            for (MeasurementRecord record : oracle.allMeasurements(model)) {
                String path = Urls.model(model.id()) + "/measurements/" + record.idOrDerived();
                JsonAssert.assertSame(OracleDocuments.measurement(record), ApiResponse.ok(path), "GET " + path);
            }
        });
    }

    @Test
    void a_measurement_is_found_only_under_its_own_model() {
        Checks.each(oracle.models().subList(0, 20), model -> {
            String path = Urls.model(model.id()) + "/measurements/no.such-one";
            assertEquals(404, ApiResponse.get(path).status(), path);
        });
    }

    @Test
    void the_document_of_an_offering_is_its_record() {
        Checks.each(oracle.walk(), model -> {
            for (OfferingRecord record : oracle.offerings(model)) {
                String path = offering(model, record);
                JsonAssert.assertSame(OracleDocuments.offering(record), ApiResponse.ok(path), "GET " + path);
            }
        });
    }

    @Test
    void an_offering_is_found_only_under_its_own_model() {
        OracleModel other = oracle.model(HandmadeModels.BARE);
        Checks.each(oracle.catalog.offerings().subList(0, 20), record -> {
            ApiResponse answer = ApiResponse.get(offering(other, record));
            assertEquals(404, answer.status(), answer::summary);
        });
    }

    /** Guards the tests above: the generated catalog has the cases that they are about. */
    @Test
    void the_generated_catalog_has_the_tested_cases() {
        long explicit = oracle.catalog.measurements().stream()
                .filter(record -> record.id() != null)
                .count();
        long tied = oracle.models().stream()
                .flatMap(model -> oracle.allMeasurements(model).stream()
                        .filter(record -> oracle.mayBeCounting(model, record)
                                && !record.equals(oracle.measurements(model).get(record.benchmark()))))
                .count();
        assertTrue(explicit > 50 && explicit < oracle.catalog.measurements().size() - 50, "explicit ids: " + explicit);
        assertTrue(tied > 5, "ties that count: " + tied);
        for (int length : new int[] {4, 7, 10}) {
            assertTrue(
                    oracle.models().stream()
                            .map(OracleModel::record)
                            .anyMatch(record -> hasLength(record.retiredDate(), length)
                                    && record.announcedDate() != null
                                    && record.deprecatedDate() != null),
                    "no retirement date of length " + length);
        }
    }

    private static boolean hasLength(String date, int length) {
        return date != null && date.length() == length;
    }

    private static String offering(OracleModel model, OfferingRecord record) {
        return Urls.model(model.id()) + "/offerings/" + record.provider() + "/" + Urls.encode(record.id());
    }
}
