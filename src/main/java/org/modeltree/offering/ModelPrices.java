package org.modeltree.offering;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.modeltree.catalog.query.ModelCriterion;
import org.modeltree.catalog.query.ModelFilter;
import org.modeltree.catalog.query.PriceRange;
import org.modeltree.catalog.query.SortKey;
import org.modeltree.catalog.query.SortKeys;
import org.modeltree.catalog.query.SqlCondition;

/**
 * Filters and sorts lists of models by their cheapest prices today: for input and for output each the lowest amount of any
 * offering that has not ended, in one currency. Only metered prices of the standard mode count, without a minimum length of
 * the prompt and without a window.
 */
@ApplicationScoped
class ModelPrices implements ModelCriterion, SortKeys {

    private static final Map<String, String> COLUMNS = Map.of("inputPrice", "input", "outputPrice", "output");

    private final Clock clock;

    ModelPrices(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Optional<SqlCondition> of(ModelFilter filter) {
        PriceRange range = filter.price();
        StringBuilder bounds = new StringBuilder();
        Map<String, Object> parameters = new HashMap<>();
        bound(bounds, parameters, "c.input", ">=", "inputPriceMin", range.inputMin());
        bound(bounds, parameters, "c.input", "<=", "inputPriceMax", range.inputMax());
        bound(bounds, parameters, "c.output", ">=", "outputPriceMin", range.outputMin());
        bound(bounds, parameters, "c.output", "<=", "outputPriceMax", range.outputMax());
        return parameters.isEmpty()
                ? Optional.empty()
                : Optional.of(new SqlCondition(
                        "exists (select 1 from model_price c where c.model_id = m.id and "
                                + inForce("c", range.currency()) + bounds + ")",
                        parameters,
                        false));
    }

    /** Compares exactly, and also as doubles, which have an index and the same order. */
    private static void bound(
            StringBuilder bounds,
            Map<String, Object> parameters,
            String column,
            String comparison,
            String name,
            BigDecimal value) {
        if (value != null) {
            bounds.append(" and %1$s %2$s :%3$s and %1$s_order %2$s cast(:%3$s as double precision)"
                    .formatted(column, comparison, name));
            parameters.put(name, value);
        }
    }

    @Override
    public Optional<SortKey> find(String name) {
        return find(name, ModelFilter.of(null));
    }

    @Override
    public Optional<SortKey> find(String name, ModelFilter filter) {
        return Optional.ofNullable(COLUMNS.get(name)).map(column -> {
            String value = column + "_order";
            return SortKey.measured(
                    "sort_price_" + column,
                    SortKey.Measured.of(new SortKey.Rows(
                            "model_price",
                            value,
                            inForce("w", filter.price().currency()) + " and w." + value + " is not null")),
                    false);
        });
    }

    /** The currency was checked to be a code of three letters, and the date is our own, so both are safe in SQL. */
    private String inForce(String alias, String currency) {
        String today = "cast('" + LocalDate.now(clock) + "' as date)";
        return "%1$s.currency = '%2$s' and %1$s.valid_from <= %3$s and %1$s.valid_to > %3$s"
                .formatted(alias, currency, today);
    }
}
