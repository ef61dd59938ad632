package org.modeltree.http.problem;

import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/** Problems of faults that nobody expected: 500, or 503 after the service has stopped waiting for requests. */
@Singleton
public class UnexpectedFaults {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
    private static final String STOPPING = "The service is stopping. Send the request again.";

    private volatile boolean stopping;

    /** Says that the service closes what requests in progress still need, such as the connections to the database. */
    public void expectFaultsOfStop() {
        stopping = true;
    }

    /**
     * Logs a fault, and makes its problem; that of an internal error has the correlation id of the log entry.
     *
     * @param requestId id of the request, which is the correlation id
     */
    public ProblemView view(Throwable fault, String path, String requestId) {
        if (stopping) {
            LOG.warnf("%s failed because the service stops: %s", ProblemMapper.logged(path), logged(fault));
            return ProblemView.of(503, STOPPING, path);
        }
        LOG.errorf(fault, "%s failed [%s]", ProblemMapper.logged(path), requestId);
        return ProblemView.Code.INTERNAL_ERROR.view(
                500,
                "The service failed unexpectedly. Its log has the details under this correlationId.",
                path,
                List.of(),
                List.of(),
                requestId);
    }

    private static String logged(Throwable fault) {
        return ProblemMapper.logged(String.valueOf(fault));
    }
}
