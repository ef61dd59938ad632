package org.modeltree.oracle.bands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.modeltree.oracle.OracleScale;
import org.modeltree.oracle.OracleScale.Observation;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.ReleaseWindows;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;

/** Expected history of a band, computed separately for each period. */
final class OracleHistory {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final OracleBands bands;

    OracleHistory(OracleBands bands) {
        this.bands = bands;
    }

    ObjectNode history(CapabilityRecord capability, QueryParams query) {
        String interval = query.one("interval", "quarter");
        ObjectNode history = JSON.objectNode();
        history.put("capability", capability.id());
        history.put("label", capability.label().in(query.lang()));
        history.set("benchmark", bands.benchmark(capability, query.lang()));
        history.put("interval", interval);
        ArrayNode points = history.putArray("points");
        // Each point of the current cohort has a window of its own.
        boolean current = query.one("cohort", "all").equals("current");
        List<Observation> cohort = bands.observations(capability, current ? query.without("cohort") : query).stream()
                .filter(observation -> observation.model().released() != null)
                .filter(observation -> !current || observation.model().output().contains("text"))
                .toList();
        if (!cohort.isEmpty()) {
            LocalDate first = released(cohort).min(LocalDate::compareTo).orElseThrow();
            LocalDate last = released(cohort).max(LocalDate::compareTo).orElseThrow();
            for (LocalDate from = periodOf(first, interval);
                    !from.isAfter(last) && !(current && from.isAfter(today(query)));
                    from = from.plusMonths(months(interval))) {
                points.add(point(capability, cohort, from, query));
            }
        }
        ObjectNode filters = bands.cohort(query);
        if (current) {
            filters.putNull("window");
        }
        history.set("cohort", filters);
        history.set("suggestions", bands.suggestions(query));
        return history;
    }

    private static Stream<LocalDate> released(List<Observation> cohort) {
        return cohort.stream()
                .map(observation -> observation.model().released())
                .filter(Objects::nonNull);
    }

    private static ObjectNode point(
            CapabilityRecord capability, List<Observation> cohort, LocalDate from, QueryParams query) {
        String interval = query.one("interval", "quarter");
        boolean current = query.one("cohort", "all").equals("current");
        LocalDate end = from.plusMonths(months(interval)).minusDays(1);
        // The last window of the current cohort ends today, or on the day asked for.
        LocalDate last = current && end.isAfter(today(query)) ? today(query) : end;
        List<Observation> released = cohort.stream()
                .filter(observation -> !observation.model().released().isAfter(last))
                .filter(observation -> !current || ReleaseWindows.include(observation.model(), last))
                .toList();
        boolean enough = released.size() >= OracleBands.MIN_FOR_BAND;
        ObjectNode point = JSON.objectNode();
        point.put("period", name(from, interval));
        point.put("asOf", last.toString());
        point.put("status", enough ? "ok" : "insufficient");
        point.put("count", released.size());
        for (String edge : List.of("lower", "upper", "median")) {
            BigDecimal percentile = switch (edge) {
                case "lower" -> new BigDecimal(query.one("lower", "20"));
                case "upper" -> new BigDecimal(query.one("upper", "80"));
                default -> BigDecimal.valueOf(50);
            };
            point.set(edge, enough ? OracleScale.edge(released, percentile, capability.scale()) : JSON.nullNode());
        }
        return point;
    }

    private static LocalDate today(QueryParams query) {
        String asOf = query.one("asOf", "");
        return asOf.isEmpty() ? LocalDate.now(ZoneOffset.UTC) : LocalDate.parse(asOf);
    }

    private static int months(String interval) {
        return switch (interval) {
            case "month" -> 1;
            case "quarter" -> 3;
            default -> 12;
        };
    }

    private static LocalDate periodOf(LocalDate day, String interval) {
        int month = (day.getMonthValue() - 1) / months(interval) * months(interval) + 1;
        return LocalDate.of(day.getYear(), month, 1);
    }

    private static String name(LocalDate from, String interval) {
        return switch (interval) {
            case "month" -> String.format(Locale.ROOT, "%04d-%02d", from.getYear(), from.getMonthValue());
            case "quarter" -> from.getYear() + "-Q" + (from.getMonthValue() / 3 + 1);
            default -> String.valueOf(from.getYear());
        };
    }
}
