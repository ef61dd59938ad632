package org.modeltree.http.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestLifetimeTest {

    private final List<String> released = new ArrayList<>();
    private final RequestLifetime lifetime = new RequestLifetime();

    RequestLifetimeTest() {
        lifetime.onEnd(() -> released.add("permit"));
    }

    @Test
    void what_a_request_holds_is_released_when_its_resource_ends_not_when_its_client_leaves() {
        assertTrue(lifetime.begin());
        lifetime.answered();
        assertEquals(List.of(), released);
        lifetime.end();
        assertEquals(List.of("permit"), released);
    }

    @Test
    void nothing_begins_after_the_client_has_left() {
        lifetime.answered();
        assertEquals(List.of("permit"), released);
        assertFalse(lifetime.begin());
    }

    @Test
    void a_client_that_left_while_another_thread_looked_for_an_answer_reaches_no_resource() {
        assertTrue(lifetime.begin());
        lifetime.answered();
        assertFalse(lifetime.pause());
        assertEquals(List.of("permit"), released);
    }

    @Test
    void a_client_may_still_leave_before_the_resource_begins() {
        assertTrue(lifetime.begin());
        assertTrue(lifetime.pause());
        assertEquals(List.of(), released);
        lifetime.answered();
        assertEquals(List.of("permit"), released);
        assertFalse(lifetime.begin());
    }

    @Test
    void the_resource_may_begin_after_another_thread_has_found_no_answer() {
        assertTrue(lifetime.begin());
        assertTrue(lifetime.pause());
        assertTrue(lifetime.begin());
        lifetime.answered();
        assertEquals(List.of(), released);
        lifetime.end();
        assertEquals(List.of("permit"), released);
    }
}
