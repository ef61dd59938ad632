package org.modeltree.bands.standing;

import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.bands.capability.CapabilityStandings;
import org.modeltree.bands.cohort.MovedTallyRows;
import org.modeltree.changes.log.TalliesInMemory;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.RevisionChanges;
import org.modeltree.scoring.Tally;

/** Brings the standings in memory up to date when tallies moved: one statement, while no request waits for a permit. */
@Singleton
@UsesSql("the connection on which a thread follows the change log")
class MovedStandings implements TalliesInMemory {

    private final CapabilityStandings all;
    private final WindowStandings windows;

    MovedStandings(CapabilityStandings all, WindowStandings windows) {
        this.all = all;
        this.windows = windows;
    }

    @Override
    public void read(Connection connection, RevisionChanges changes) throws SQLException {
        if (!all.areInUse()) {
            return;
        }
        List<String> withDays =
                changes.movedTallies().stream().filter(windows::hasDays).toList();
        Map<String, Tally> tallies = new HashMap<>();
        MovedTallyRows.of(connection, changes.movedTallies(), withDays).forEach((id, moved) -> {
            tallies.put(id, moved.everyModel());
            if (withDays.contains(id)) {
                windows.keepDays(id, moved.days(), changes.until());
            }
        });
        all.move(tallies, changes);
    }
}
