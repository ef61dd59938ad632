package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

class CardRecordTypeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_prepared_card_has_a_canonical_id_and_no_empty_parts() throws JsonProcessingException {
        ObjectNode document = (ObjectNode) JSON.readTree("""
                {"model": "OpenAI/InstructGPT", "availability": {}, "tools": [], "coreCapabilities": [],
                 "texts": {"en": {"whyItMatters": "First.", "bestFor": []}, "zh": {"feelsLike": []}}}""");
        assertEquals(JSON.readTree("""
                        {"model": "openai/instructgpt", "texts": {"en": {"whyItMatters": "First."}}}"""), new CardRecordType().prepared(document).document());
    }

    @Test
    void texts_that_are_all_empty_are_removed() throws JsonProcessingException {
        ObjectNode document = (ObjectNode) JSON.readTree("""
                {"model": "a/b", "pricingKind": "free", "texts": {"zh": {"notFor": []}}}""");
        assertEquals(
                JSON.readTree("{\"model\": \"a/b\", \"pricingKind\": \"free\"}"),
                new CardRecordType().prepared(document).document());
    }
}
