package org.modeltree.http.admission;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ByteBudgetTest {

    private final ByteBudget budget = new ByteBudget(100);

    @Test
    void one_client_may_take_half() {
        assertTrue(budget.tryAdd("a", 50));
        assertFalse(budget.isExceeded("a"));
        assertFalse(budget.tryAdd("a", 1));
        assertTrue(budget.tryAdd("b", 50));
        assertFalse(budget.isExceeded("c"));
        assertFalse(budget.tryAdd("c", 1));
    }

    @Test
    void removed_bytes_are_available_again() {
        assertTrue(budget.tryAdd("a", 50));
        budget.remove("a", 20);
        assertFalse(budget.tryAdd("a", 21));
        assertTrue(budget.tryAdd("a", 20));
    }

    @Test
    void bytes_beyond_the_half_of_a_client_take_nothing_from_others() {
        budget.add("a", 1_000);
        assertTrue(budget.isExceeded("a"));
        assertFalse(budget.isExceeded("b"));
        assertTrue(budget.tryAdd("b", 50));
        budget.remove("a", 940);
        assertTrue(budget.isExceeded("a"));
        budget.remove("a", 20);
        assertFalse(budget.isExceeded("a"));
        assertFalse(budget.tryAdd("c", 11));
        assertTrue(budget.tryAdd("c", 10));
    }

    @Test
    void all_clients_together_can_exceed_the_limit() {
        budget.add("a", 50);
        budget.add("b", 40);
        assertFalse(budget.isExceeded("c"));
        budget.add("c", 11);
        assertTrue(budget.isExceeded("d"));
        budget.remove("c", 11);
        assertFalse(budget.isExceeded("d"));
    }
}
