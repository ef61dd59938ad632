package org.modeltree.offering;

import com.fasterxml.jackson.core.type.TypeReference;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.ModelColumn;
import org.modeltree.catalog.query.SearchText;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.sql.EntityRows;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Repository of offerings; contributes their terms to the facts of a model. */
@ApplicationScoped
class Offerings implements PanacheRepositoryBase<Offering, Offering.Key>, ModelColumn<List<OfferingService.Terms>> {

    /** Each part reads the index of provider ids; the limit bounds ids that many providers use. */
    private static final String SERVED = """
            select asked.id as given, o.at_provider, o.model_id, o.provider_id, o.provider_model_id
            from unnest(cast(:ids as text[]), cast(:keys as text[])) as asked (id, key)
            cross join lateral (
                (select false as at_provider, s.model_id, s.provider_id, s.provider_model_id
                 from offering s
                 where s.provider_model_key = asked.key collate "C"
                 order by s.provider_id, s.provider_model_id
                 limit 200)
                union all
                (select true, s.model_id, s.provider_id, s.provider_model_id
                 from offering s
                 where strpos(asked.key, '/') > 0
                   and s.provider_model_key = substr(asked.key, strpos(asked.key, '/') + 1) collate "C"
                   and s.provider_id = split_part(asked.key, '/', 1) collate "C"
                 order by s.provider_model_id
                 limit 200)
            ) o
            order by asked.id, o.provider_id, o.provider_model_id
            """;

    private static final EntityRows<Offering> OFFERING = EntityRows.of(
            Offering.class,
            "o",
            Map.of(
                    "providerName", "s.name",
                    "providerUrl", "s.url",
                    "otherSourcesJson", "cast(o.other_sources as text)"));

    private static final EntityRows<Price> PRICE = EntityRows.of(
            Price.class,
            "p",
            Map.of("windowJson", "cast(p.time_window as text)", "amountsJson", "cast(p.amounts as text)"));

    private static final String SELECT = "select " + OFFERING.columns() + ", " + PRICE.columns() + """

            from offering o
            left join provider s on s.id = o.provider_id
            left join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
            where %s
            order by o.model_id, o.provider_id, o.provider_model_id,
                     case when p.mode = 'standard' then 0 else 1 end, p.mode, p.min_context_tokens,
                     p.valid_from nulls first, p.position
            """;

    private static final String OF_MODELS = SELECT.formatted("o.model_id" + Sql.anyOf("models"));

    private static final String AT_PROVIDER =
            SELECT.formatted("o.provider_id = :provider and o.provider_model_id" + Sql.anyOf("ids"));

    /** An offering with its prices. */
    record Priced(Offering offering, List<Price> prices) {}

    /** An offering with one of its prices; null if it has none. */
    private record Row(Offering offering, Price price) {}

    /** Key of a query whose rows come with those of another one. */
    private record Ahead(List<String> modelIds) {}

    private final Sql sql;
    private final Snapshot snapshot;

    Offerings(Sql sql, Snapshot snapshot) {
        this.sql = sql;
        this.snapshot = snapshot;
    }

    @Override
    public String name() {
        return "offerings";
    }

    @Override
    public TypeReference<List<OfferingService.Terms>> type() {
        return new TypeReference<>() {};
    }

    /**
     * The terms of each offering: its ids, its source, its end, whether its catalog still lists it, and the periods of its
     * prices with the units that they charge for.
     */
    @Override
    public String json() {
        return """
                (select json_agg(json_build_object(
                    'provider', o.provider_id,
                    'id', o.provider_model_id,
                    'source', o.source,
                    'retired', o.retired_date,
                    'precision', o.retired_precision,
                    'gone', o.last_seen is not null,
                    'prices', (
                        select coalesce(json_agg(json_build_object(
                            'kind', p.kind, 'from', p.valid_from, 'to', p.valid_to,
                            'billed', (
                                select coalesce(json_agg(amount.key), '[]')
                                from jsonb_each_text(p.amounts || jsonb_build_object(
                                    'input', p.input_usd, 'output', p.output_usd,
                                    'cacheRead', p.cache_read_usd, 'cacheWrite', p.cache_write_usd)) amount
                                where cast(amount.value as numeric) > 0))), '[]')
                        from price p
                        where p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id))
                    order by o.provider_id, o.provider_model_id)
                 from offering o where o.model_id = m.id)""";
    }

    /**
     * Offerings of models, by provider and the provider's id of the model. Prices are sorted: the standard mode first,
     * then by mode, tier and first day.
     */
    List<Priced> ofModels(Collection<String> modelIds) {
        if (modelIds.isEmpty()) {
            return List.of();
        }
        return priced(query(modelIds).list());
    }

    /** Offerings of a provider by its own ids, sorted as those of {@link #ofModels}. */
    List<Priced> at(String provider, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : priced(sql.byKey(AT_PROVIDER, Offerings::row)
                        .with("provider", provider)
                        .with("ids", ids.toArray(String[]::new))
                        .list());
    }

    private static List<Priced> priced(List<Row> rows) {
        List<Priced> all = new ArrayList<>();
        Offering last = null;
        // The prices of an offering follow each other.
        for (Row row : rows) {
            if (last == null || !last.isSameAs(row.offering())) {
                last = row.offering();
                all.add(new Priced(last, new ArrayList<>()));
            }
            if (row.price() != null) {
                all.get(all.size() - 1).prices().add(row.price());
            }
        }
        return all;
    }

    /** Reads the offerings of models in the same round trip as what is read next, if they are asked for in this snapshot. */
    void ahead(Collection<String> modelIds) {
        snapshot.remember(new Ahead(List.copyOf(modelIds)), query(modelIds).ahead());
    }

    @SuppressWarnings("unchecked")
    private SqlQuery<Row> query(Collection<String> modelIds) {
        return snapshot.remembered(new Ahead(List.copyOf(modelIds)), SqlQuery.class)
                .orElseGet(() -> sql.byKey(OF_MODELS, Offerings::row).with("models", modelIds.toArray(String[]::new)));
    }

    private static Row row(ResultSet rows) throws SQLException {
        int first = OFFERING.size() + 1;
        // Only an offering without prices has a row without one.
        return new Row(OFFERING.read(rows), rows.getString(first) == null ? null : PRICE.read(rows, first));
    }

    /** Offerings of one provider with an id, ignoring case. */
    List<Offering> named(String providerId, String key) {
        return list("providerModelKey = ?1 and providerId = ?2 order by providerModelId", key, providerId);
    }

    /**
     * An offering with an asked id.
     *
     * @param given the asked id
     * @param atProvider whether the id begins with the provider
     */
    record Served(String given, boolean atProvider, String model, String provider, String providerModelId) {}

    /** Offerings with these ids, alone or after their provider, ignoring case, by provider. */
    List<Served> served(Collection<String> given) {
        List<String> ids = List.copyOf(given);
        List<String> keys = ids.stream().map(SearchText::idKey).toList();
        return sql.query(SERVED, Served.class)
                .with("ids", ids.toArray(String[]::new))
                .with("keys", keys.toArray(String[]::new))
                .list();
    }
}
