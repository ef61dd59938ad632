package org.modeltree.quality.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class EvidenceTest {

    @Test
    void numbers_have_separators_and_no_trailing_zeros() throws JsonProcessingException {
        Evidence evidence = evidence("{'tokens': 1048576, 'price': 0.000001250, 'none': null}");
        assertEquals("1,048,576", evidence.number("tokens"));
        assertEquals("0.00000125", evidence.number("price"));
    }

    @Test
    void counts_agree_with_their_noun() throws JsonProcessingException {
        Evidence evidence = evidence("{'one': 1, 'many': 1200}");
        assertEquals("1 offering", evidence.count("one", "offering", "offerings"));
        assertEquals("1,200 offerings", evidence.count("many", "offering", "offerings"));
    }

    @Test
    void dates_keep_their_precision_and_are_empty_if_unknown() throws JsonProcessingException {
        Evidence evidence = evidence("{'release': {'value': '2024-05', 'precision': 'month'}, 'retired': null}");
        assertEquals("2024-05", evidence.date("release"));
        assertEquals("", evidence.date("retired"));
        assertTrue(evidence.has("release"));
        assertFalse(evidence.has("retired"));
        assertFalse(evidence.has("missing"));
    }

    @Test
    void nested_values_can_be_read() throws JsonProcessingException {
        assertEquals(
                "offerings/a/b",
                evidence("{'oldest': {'fact': 'offerings/a/b'}}").in("oldest").text("fact"));
    }

    private static Evidence evidence(String json) throws JsonProcessingException {
        return new Evidence(new ObjectMapper().readTree(json.replace('\'', '"')));
    }
}
