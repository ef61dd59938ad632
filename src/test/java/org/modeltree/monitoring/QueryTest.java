package org.modeltree.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The test of queries reads them as Prometheus does. */
class QueryTest {

    private static final String QUERY = """
            histogram_quantile(0.99, sum by (job, le) (rate(a_bucket{method=~"GET|HEAD", uri!~"/x/{y}"}[5m])))
              / on (job) group_right () b_total{job="sum"} > 1e9 and topk(3, c:d) == bool 1
            """;

    @Test
    void metrics_conditions_and_groups_are_found() {
        Query query = Query.of(QUERY.replace("{y}", "y"));
        assertEquals(
                List.of(
                        new Query.Selector(
                                "a_bucket",
                                List.of(
                                        new Query.Condition("method", "=~", "GET|HEAD"),
                                        new Query.Condition("uri", "!~", "/x/y"))),
                        new Query.Selector("b_total", List.of(new Query.Condition("job", "=", "sum"))),
                        new Query.Selector("c:d", List.of())),
                query.selectors());
    }

    @Test
    void a_variable_of_grafana_is_a_query_too() {
        assertEquals(
                new Query(
                        List.of(new Query.Selector("up", List.of(new Query.Condition("job", "=~", "$job")))),
                        Set.of("instance")),
                Query.of("label_values(up{job=~\"$job\"}, instance)"));
    }
}
