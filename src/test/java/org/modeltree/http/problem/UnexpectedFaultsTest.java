package org.modeltree.http.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

/** Faults before and after the service has stopped waiting for requests. */
class UnexpectedFaultsTest {

    private static final String PATH = "/api/v1/models/acme/rocket";

    @Test
    void a_fault_is_an_internal_error_until_the_service_stops_and_unavailable_afterwards() {
        UnexpectedFaults faults = new UnexpectedFaults();
        ProblemView before = faults.view(new IllegalStateException("broken"), PATH, "4f1c2a9e7b3d4e60");
        assertEquals(500, before.status());
        assertEquals("4f1c2a9e7b3d4e60", before.correlationId());
        faults.expectFaultsOfStop();
        ProblemView after = faults.view(new IllegalStateException("the pool is closed"), PATH, "4f1c2a9e7b3d4e60");
        assertEquals(503, after.status());
        assertEquals("The service is stopping. Send the request again.", after.detail());
        assertNull(after.correlationId());
    }
}
