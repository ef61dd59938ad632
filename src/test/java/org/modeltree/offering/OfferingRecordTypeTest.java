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
                List.of("/prices/0 must have an amount above 0, because it is metered"),
                faults("{'kind': 'metered', 'input': '0', 'cacheRead': '0.0'}"));
        assertEquals(List.of(), faults("{'kind': 'metered', 'input': '0', 'perOutputImage': '0.04'}"));
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
        String overlap = "overlaps another price of the same mode, tier and window";
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
    void a_price_with_a_window_applies_in_place_of_one_without() throws JsonProcessingException {
        assertEquals(
                List.of(),
                faults("{'kind': 'free'}, {'kind': 'free', 'window': {'from': '16:30', 'to': '00:30'}},"
                        + "{'kind': 'free', 'window': {'from': '00:30', 'to': '16:30', 'days': ['monday']}}"));
        assertEquals(
                List.of("/prices/1/from overlaps another price of the same mode, tier and window"),
                faults("{'kind': 'free', 'window': {'from': '16:30', 'to': '00:30'}},"
                        + "{'kind': 'free', 'window': {'from': '16:30', 'to': '00:30', 'timeZone': 'UTC'}}"));
        // 17:00 in Berlin is 16:00 UTC in winter.
        String hour = "{'kind': 'free', 'window': {'from': '16:00', 'to': '17:00'}},"
                + "{'kind': 'free', 'window': {'from': '%s', 'to': '%s', 'timeZone': 'Europe/Berlin'}}";
        assertEquals(List.of(), faults(hour.formatted("16:00", "17:00")));
        assertEquals(
                List.of("/prices/1/window overlaps the window of another price of the same mode and tier"),
                faults(hour.formatted("16:00", "17:01")));
        assertEquals(
                List.of(),
                faults("{'kind': 'free', 'to': '2024-01-01', 'window': {'from': '16:30', 'to': '00:30'}},"
                        + "{'kind': 'free', 'from': '2024-01-01', 'window': {'from': '16:31', 'to': '00:30'}}"));
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
                        fault -> faults.add(fault.pointer() + " " + fault.detail()));
        return faults;
    }

    private static ObjectNode document(String json) throws JsonProcessingException {
        return (ObjectNode) JSON.readTree(json.replace('\'', '"'));
    }
}
