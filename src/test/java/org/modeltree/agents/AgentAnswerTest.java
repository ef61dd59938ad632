package org.modeltree.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class AgentAnswerTest {

    @Test
    void long_links_leave_room_for_the_text() {
        String text = "What was found.\n".repeat(50);
        String answer =
                AgentAnswer.of(text, "JSON: /api?" + "x".repeat(5_000), null).text();
        assertTrue(answer.startsWith(text), answer);
        assertTrue(answer.endsWith("shown as a link."), answer);
        assertTrue(answer.length() <= AgentAnswer.MAX_LENGTH, answer);
    }

    @Test
    void links_stay_when_a_text_is_cut() {
        String answer =
                AgentAnswer.of("A line.\n".repeat(1_000), "JSON: /api", null).text();
        assertTrue(answer.endsWith("follow a link)\nJSON: /api"), answer);
        assertEquals("A.\nJSON: /api", AgentAnswer.of("A.", "JSON: /api", null).text());
    }
}
