package org.modeltree.startup;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.modeltree.revision.LatestRevision;

/**
 * End of a process whose database has lost revisions. Answers, facts and tallies in memory, streams and exports all belong to
 * them; a new process begins with none of these, and is ready after one or two seconds.
 */
@Singleton
class LostHistory {

    private static final Logger LOG = Logger.getLogger("modeltree");
    private static final int RESTART_NEEDED = 1;

    void end(@Observes LatestRevision.Lost lost) {
        String message = String.format(
                "The database has lost revisions that this instance knows of: it was restored, or a standby without the"
                        + " latest commits was promoted (known: %d, now: %d). What is in memory no longer holds, so the"
                        + " process ends; its supervisor restarts it",
                lost.known(), lost.found());
        LOG.error(message);
        // Again, because the log may be written by another thread, which the end would overtake.
        System.err.println(message);
        System.err.flush();
        // Not an orderly stop, which would answer from memory for some more seconds.
        Runtime.getRuntime().halt(RESTART_NEEDED);
    }
}
