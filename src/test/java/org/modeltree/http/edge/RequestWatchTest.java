package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** How a line of the log names the caller of a request. */
class RequestWatchTest {

    private static final String SUBJECT = "jwt:https://issuer.example ada@example.com";

    @Test
    void a_line_says_the_kind_of_a_caller_and_nothing_else() {
        assertEquals("token", RequestWatch.caller("token:12", false));
        assertEquals("jwt", RequestWatch.caller(SUBJECT, false));
        assertEquals("bootstrap", RequestWatch.caller("bootstrap", false));
    }

    @Test
    void if_a_setting_asks_for_it_a_line_says_which_one_it_was_without_a_name() {
        assertEquals("token:12", RequestWatch.caller("token:12", true));
        assertEquals("bootstrap", RequestWatch.caller("bootstrap", true));
        // printf 'jwt:%s %s' https://issuer.example ada@example.com | sha256sum
        assertEquals("jwt:0f391c604d5af391", RequestWatch.caller(SUBJECT, true));
    }
}
