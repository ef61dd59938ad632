package org.modeltree.formats.openrouter;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.RecordedRows;

class OpenRouterPricesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BASE = "'prompt': '0.000001', 'completion': '0.000004'";

    private static RecordedRows read(String id, String pricing) {
        return RecordedRows.of(
                new OpenRouterReader(),
                "{\"data\": [{\"id\": \"%s\", \"name\": \"Quay: Buoy\", \"pricing\": {%s}}]}"
                        .formatted(id, pricing.replace('\'', '"')));
    }

    private static JsonNode prices(String pricing) throws JsonProcessingException {
        return prices(read("quay/buoy", pricing));
    }

    private static JsonNode prices(RecordedRows recorded) throws JsonProcessingException {
        return JSON.readTree(recorded.offerings.get(0).offering().get("prices").toString());
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static List<String> notes(RecordedRows recorded) {
        return recorded.notes.stream()
                .map(note -> note.at() + " " + note.reason() + " [" + note.value() + "]")
                .toList();
    }

    @Test
    void every_amount_has_its_unit() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'4','cacheRead':'0.1','cacheWrite':'1.25',"
                        + "'cacheWriteOneHour':'2','reasoning':'5','audioInput':'7','audioOutput':'8',"
                        + "'audioCacheRead':'0.7','imageInput':'6','perRequest':'0.003','perSearch':'0.01',"
                        + "'perInputImage':'0.002','perOutputImage':'0.04'}]"),
                prices(BASE + ", 'request': '0.003', 'image': '0.002', 'image_token': '0.000006',"
                        + " 'image_output': '0.04', 'audio': '0.000007', 'audio_output': '0.000008',"
                        + " 'input_audio_cache': '0.0000007', 'web_search': '0.01', 'internal_reasoning': '0.000005',"
                        + " 'input_cache_read': '0.0000001', 'input_cache_write': '0.00000125',"
                        + " 'input_cache_write_1h': '0.000002'"));
    }

    @Test
    void an_image_that_costs_less_than_any_image_is_priced_per_token() throws JsonProcessingException {
        RecordedRows recorded = read("quay/buoy", BASE + ", 'image': '0.000001', 'image_output': '0.00003'");
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'4','imageInput':'1','imageOutput':'30'}]"),
                prices(recorded));
        assertEquals(2, recorded.notes.size());
    }

    @Test
    void an_override_for_long_prompts_is_a_tier_that_inherits_the_base_price() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'4','cacheRead':'0.1'},"
                        + "{'kind':'metered','minContextTokens':128000,'input':'2','output':'4','cacheRead':'0.1'},"
                        + "{'kind':'metered','minContextTokens':256000,'input':'2','output':'9','cacheRead':'0.1'}]"),
                prices(BASE + ", 'input_cache_read': '0.0000001', 'overrides': ["
                        + "{'min_prompt_tokens': 128000, 'prompt': '0.000002'},"
                        + "{'min_prompt_tokens': 256000, 'completion': '0.000009'}]"));
    }

    @Test
    void an_override_by_time_is_a_window_in_utc() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'4'},"
                        + "{'kind':'metered','window':{'from':'10:30','to':'01:00','timeZone':'UTC'},"
                        + "'input':'0.5','output':'4'},"
                        + "{'kind':'metered','window':{'from':'01:00','to':'04:00','timeZone':'UTC',"
                        + "'days':['monday','tuesday']},'input':'2','output':'4'}]"),
                prices(BASE + ", 'overrides': [{'utc_start': 1030, 'utc_end': 100, 'prompt': '0.0000005',"
                                + " 'utc_days': ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']},"
                                + "{'utc_start': 100, 'utc_end': 400, 'utc_days': ['monday', 'tuesday'], 'prompt': '0.000002'},"
                                + "{'utc_days': ['sunday'], 'prompt': '0.000003'}]")
                        .deepCopy());
    }

    @Test
    void overrides_that_apply_together_are_combined() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'4'},"
                        + "{'kind':'metered','minContextTokens':200000,'input':'2','output':'8'},"
                        + "{'kind':'metered','window':{'from':'01:00','to':'04:00','timeZone':'UTC'},"
                        + "'input':'5','output':'4'},"
                        + "{'kind':'metered','minContextTokens':200000,"
                        + "'window':{'from':'01:00','to':'04:00','timeZone':'UTC'},'input':'5','output':'8'}]"),
                prices(BASE + ", 'overrides': ["
                        + "{'min_prompt_tokens': 200000, 'prompt': '0.000002', 'completion': '0.000008'},"
                        + "{'utc_start': 100, 'utc_end': 400, 'prompt': '0.000005'}]"));
    }

    @Test
    void an_override_with_an_unknown_condition_is_left_out_with_its_amounts() throws JsonProcessingException {
        RecordedRows recorded = read(
                "quay/buoy",
                BASE + ", 'overrides': [{'min_images': 3, 'prompt': '0.000002'}, {'prompt': '0.000003'},"
                        + " {'utc_start': 2575, 'utc_end': 400, 'prompt': '0.000004'},"
                        + " {'utc_days': 'sunday', 'min_prompt_tokens': 5, 'prompt': '0.000005'},"
                        + " {'min_prompt_tokens': 9, 'video': '0.1', 'prompt': '0.000006'}]");
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'4'},"
                        + "{'kind':'metered','minContextTokens':9,'input':'6','output':'4'}]"),
                prices(recorded));
        String out = " is an override without a price, or with unknown conditions, left out ";
        String at = "/data/0/pricing/overrides/";
        assertEquals(
                List.of(
                        at + "0/min_images unknown price `min_images`, left out [3]",
                        at + 0 + out + "[input 2]",
                        at + 1 + out + "[input 3]",
                        at + 2 + out + "[input 4]",
                        at + 3 + out + "[input 5]",
                        at + "4/video unknown price `video`, left out [0.1]"),
                notes(recorded));
    }

    @Test
    void windows_that_overlap_are_not_both_stored() throws JsonProcessingException {
        RecordedRows recorded = read(
                "quay/buoy",
                BASE + ", 'overrides': [{'utc_start': 100, 'utc_end': 400, 'prompt': '0.000002'},"
                        + " {'utc_start': 300, 'utc_end': 500, 'prompt': '0.000003'}]");
        assertEquals(2, prices(recorded).size());
        assertEquals(
                List.of("/data/0/pricing has an override that is free, or whose window overlaps another one; left out"
                        + " [input 3, output 4]"),
                notes(recorded));
    }

    @Test
    void extras_make_a_free_model_no_metered_one() throws JsonProcessingException {
        assertEquals(json("[{'kind':'free'}]"), prices("'prompt': '0', 'completion': '0', 'web_search': '0.01'"));
        assertEquals(
                json("[{'kind':'free'}]"),
                prices(read("quay/buoy:free", "'prompt': '0', 'completion': '0', 'image': '0.01'")));
        assertEquals(
                json("[{'kind':'metered','input':'0','output':'0','perRequest':'0.01'}]"),
                prices("'prompt': '0', 'completion': '0', 'request': '0.01'"));
        assertEquals(json("[{'kind':'metered','input':'1','output':'4'}]"), prices(read("quay/buoy:free", BASE)));
    }
}
