package org.modeltree.oracle.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.generated.InputRecords.AvailabilityItem;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.PriceItem;
import org.modeltree.oracle.generated.InputRecords.SourceItem;
import org.modeltree.oracle.generated.PartialDates;

/** Expected availability: what a card states, what the facts imply, and the fact that contradicts the card. */
public final class OracleAvailability {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Verdict SILENT = new Verdict("unknown", null, null, null, null);

    /**
     * What the facts imply.
     *
     * @param positive whether the model can be had; null if the facts do not decide
     * @param name name of the deciding fact
     */
    public record Verdict(String status, Boolean positive, String name, JsonNode value, String source) {
        public boolean contradicts(Boolean stated) {
            return stated != null && positive != null && !stated.equals(positive);
        }
    }

    private final Oracle oracle;
    private final LocalDate today;

    public OracleAvailability(Oracle oracle, LocalDate today) {
        this.oracle = oracle;
        this.today = today;
    }

    ObjectNode section(OracleModel model, AvailabilityItem item) {
        AvailabilityItem stated = Objects.requireNonNullElse(item, new AvailabilityItem(null, null, null, null));
        ObjectNode section = JSON.objectNode();
        section.set("api", statement(stated.api(), positive(stated.api()), api(model)));
        section.set("product", statement(stated.product(), null, SILENT));
        section.set("openSource", statement(stated.openSource(), published(stated.openSource()), weights(model)));
        section.set("enterprise", statement(stated.enterprise(), null, SILENT));
        return section;
    }

    private static ObjectNode statement(String stated, Boolean positive, Verdict verdict) {
        ObjectNode statement = JSON.objectNode();
        statement.put("status", stated == null ? verdict.status() : stated);
        statement.set("label", Expect.words());
        statement.put("derived", stated == null && !verdict.status().equals("unknown"));
        boolean contradicted = verdict.contradicts(positive);
        boolean decided = positive != null && verdict.positive() != null;
        statement.put("consistent", decided ? Boolean.valueOf(!contradicted) : null);
        if (contradicted) {
            ObjectNode fact = statement.putObject("contradiction").put("name", verdict.name());
            fact.set("label", Expect.words());
            fact.set("value", OracleWords.value(verdict.value()));
            fact.set("text", Expect.words());
            fact.put("source", verdict.source());
        } else {
            statement.putNull("contradiction");
        }
        return statement;
    }

    /** Whether a status states that an API can be used. */
    public static Boolean positive(String status) {
        if (status == null || status.equals("unknown")) {
            return null;
        }
        return !status.startsWith("not_");
    }

    /** Whether a status states that weights are published. */
    public static Boolean published(String status) {
        return "contact_sales".equals(status) ? null : positive(status);
    }

    public Verdict api(OracleModel model) {
        ModelRecord record = model.record();
        List<OfferingRecord> all = oracle.offerings(model);
        List<OfferingRecord> current = all.stream().filter(this::isCurrent).toList();
        boolean dated = isPast(record.retiredDate());
        boolean future = record.retiredDate() != null
                && PartialDates.firstDay(record.retiredDate()).isAfter(today);
        if (dated || ("retired".equals(record.lifecycle()) && !future)) {
            current = current.stream()
                    .filter(offering -> !offering.provider().equals(model.vendor()))
                    .toList();
            if (current.isEmpty()) {
                return dated
                        ? fact(model, "not_available", "retiredDate", PartialDates.json(record.retiredDate()))
                        : fact(model, "not_available", "lifecycle", JSON.textNode("retired"));
            }
            if (!Boolean.TRUE.equals(record.openWeights())) {
                return new Verdict("limited", null, null, null, null);
            }
        }
        if (!current.isEmpty()) {
            OfferingRecord first = current.get(0);
            return new Verdict("available", true, path(first), JSON.textNode("current"), first.source());
        }
        if ("announced".equals(record.lifecycle())) {
            return fact(model, "not_available", "lifecycle", JSON.textNode("announced"));
        }
        if (record.releaseDate() != null
                && PartialDates.firstDay(record.releaseDate()).isAfter(today)) {
            return fact(model, "not_available", "releaseDate", PartialDates.json(record.releaseDate()));
        }
        if (!all.isEmpty() && all.stream().allMatch(offering -> isPast(offering.retiredDate()))) {
            // The list is sorted by provider, and a stream keeps the first of several maxima only if they are reversed.
            OfferingRecord last = all.stream()
                    .min(Comparator.comparing((OfferingRecord offering) -> lastDay(offering.retiredDate()))
                            .reversed())
                    .orElseThrow();
            return new Verdict(
                    "not_available",
                    false,
                    path(last) + "/retiredDate",
                    PartialDates.json(last.retiredDate()),
                    last.source());
        }
        return SILENT;
    }

    /** Licences of the generated catalog decide if nothing is known about the weights. */
    public Verdict weights(OracleModel model) {
        Boolean open = model.record().openWeights();
        String licence = model.record().licence();
        if (open != null) {
            return weights(model, open, "openWeights", JSON.booleanNode(open));
        }
        return licence != null && List.of("Apache-2.0", "MIT").contains(licence)
                ? weights(model, true, "licence", JSON.textNode(licence))
                : SILENT;
    }

    private static Verdict weights(OracleModel model, boolean open, String name, JsonNode value) {
        return new Verdict(open ? "released" : "not_released", open, name, value, source(model, name));
    }

    private static Verdict fact(OracleModel model, String status, String name, JsonNode value) {
        return new Verdict(status, false, name, value, source(model, name));
    }

    /** The first source that names the fact. */
    private static String source(OracleModel model, String fact) {
        List<SourceItem> sources = model.record().sources();
        return sources == null
                ? null
                : sources.stream()
                        .filter(source -> source.facts().contains(fact))
                        .findFirst()
                        .map(SourceItem::source)
                        .orElse(null);
    }

    public boolean isCurrent(OfferingRecord offering) {
        List<PriceItem> prices = offering.priceList();
        return !isPast(offering.retiredDate())
                && (prices.isEmpty()
                        || prices.stream()
                                .anyMatch(price -> (price.from() == null
                                                || !LocalDate.parse(price.from())
                                                        .isAfter(today))
                                        && (price.to() == null
                                                || LocalDate.parse(price.to()).isAfter(today))));
    }

    private boolean isPast(String date) {
        return date != null && !lastDay(date).isAfter(today);
    }

    private static LocalDate lastDay(String date) {
        LocalDate first = PartialDates.firstDay(date);
        return switch (date.length()) {
            case 4 -> first.plusYears(1).minusDays(1);
            case 7 -> first.plusMonths(1).minusDays(1);
            default -> first;
        };
    }

    private static String path(OfferingRecord offering) {
        return "offerings/" + offering.provider() + "/" + offering.id();
    }
}
