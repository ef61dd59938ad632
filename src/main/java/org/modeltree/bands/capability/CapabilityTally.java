package org.modeltree.bands.capability;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.Immutable;
import org.modeltree.scoring.Tally;

/** Read-only entity: the number of models per raw value of a capability's benchmark, which database triggers maintain. */
@Entity
@Immutable
@Table(name = "capability")
class CapabilityTally {

    @Id
    String id;

    @Formula("(select array_agg(t.raw order by t.raw) from tally t where t.benchmark_id = benchmark_id)")
    double[] raws;

    @Formula("(select array_agg(t.models order by t.raw) from tally t where t.benchmark_id = benchmark_id)")
    long[] models;

    Tally tally() {
        List<Tally.Entry> entries = new ArrayList<>();
        for (int i = 0; raws != null && i < raws.length; i++) {
            entries.add(new Tally.Entry(raws[i], models[i]));
        }
        return new Tally(entries);
    }
}
