package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.changes.StagedRecord;

class OfferingRecordTypeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void only_a_metered_price_has_amounts() throws JsonProcessingException {
        assertEquals(
                List.of("/prices/0 a metered price must have input or output"),
                faults("{'kind': 'metered', 'cacheRead': '1'}"));
        assertEquals(
                List.of("/prices/0/kind must be metered if the price has amounts"),
                faults("{'kind': 'free', 'cacheRead': '0'}"));
        assertEquals(List.of(), faults("{'kind': 'metered', 'output': '1'}, {'kind': 'free', 'mode': 'batch'}"));
    }

    @Test
    void a_price_ends_after_it_begins() throws JsonProcessingException {
        assertEquals(
                List.of("/prices/0/to must be after from"),
                faults("{'kind': 'free', 'from': '2024-01-01', 'to': '2024-01-01'}"));
    }

    @Test
    void prices_of_a_mode_and_tier_do_not_overlap() throws JsonProcessingException {
        String overlap = "overlaps another price of the same mode and tier";
        assertEquals(
                List.of("/prices/0/from " + overlap),
                faults("{'kind': 'free', 'from': '2024-01-01'},"
                        + "{'kind': 'free', 'mode': 'standard', 'minContextTokens': 0, 'to': '2024-01-02'}"));
        assertEquals(
                List.of("/prices/1/from " + overlap), faults("{'kind': 'free', 'to': '2024-01-01'}, {'kind': 'free'}"));
        assertEquals(
                List.of(),
                faults("{'kind': 'free', 'to': '2024-01-01'}, {'kind': 'free', 'from': '2024-01-01'},"
                        + "{'kind': 'free', 'mode': 'batch'}, {'kind': 'free', 'minContextTokens': 200000}"));
    }

    @Test
    void a_prepared_offering_has_canonical_ids_and_amounts_and_no_defaults() throws JsonProcessingException {
        StagedRecord staged = new OfferingRecordType().prepared(document("""
                {'provider': 'hostco', 'id': 'Accounts/GPT', 'model': 'OpenAI/GPT', 'prices': [
                    {'kind': 'metered', 'mode': 'standard', 'minContextTokens': 0, 'input': '1.250', 'output': '10'},
                    {'kind': 'metered', 'mode': 'batch', 'minContextTokens': 200000, 'input': '100'}]}"""));
        assertEquals("hostco Accounts/GPT", staged.key());
        assertEquals("accounts/gpt", staged.derived().get("key").asText());
        assertEquals(document("""
                {'provider': 'hostco', 'id': 'Accounts/GPT', 'model': 'openai/gpt', 'prices': [
                    {'kind': 'metered', 'input': '1.25', 'output': '10'},
                    {'kind': 'metered', 'mode': 'batch', 'minContextTokens': 200000, 'input': '100'}]}"""), staged.document());
    }

    private static List<String> faults(String prices) throws JsonProcessingException {
        List<String> faults = new ArrayList<>();
        new OfferingRecordType()
                .check(
                        document("{'prices': [" + prices + "]}"),
                        (pointer, detail) -> faults.add(pointer + " " + detail));
        return faults;
    }

    private static ObjectNode document(String json) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }
}
