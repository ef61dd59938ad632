package org.modeltree.formats.litellm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.RecordedRows;

class LiteLlmPricesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static RecordedRows read(String members) {
        return RecordedRows.of(
                new LiteLlmReader(),
                "{\"quay/buoy\": {\"litellm_provider\": \"quay\", %s}}".formatted(members.replace('\'', '"')));
    }

    private static JsonNode prices(String members) throws JsonProcessingException {
        return JSON.readTree(
                read(members).offerings.get(0).offering().path("prices").toString());
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static List<String> notes(String members) {
        return read(members).notes.stream()
                .map(note -> note.reason() + " [" + note.value() + "]")
                .toList();
    }

    @Test
    void a_key_names_the_unit_then_the_tier_then_the_mode() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'3','cacheWrite':'3.75','cacheWriteOneHour':'6','reasoning':'12'},"
                        + "{'kind':'metered','minContextTokens':272000,'input':'6','cacheWriteOneHour':'12'},"
                        + "{'kind':'metered','mode':'batch','input':'1.5'},"
                        + "{'kind':'metered','mode':'flex','input':'1'},"
                        + "{'kind':'metered','mode':'priority','cacheRead':'0.6'},"
                        + "{'kind':'metered','mode':'priority','minContextTokens':1500,'input':'9'}]"),
                prices("'input_cost_per_token': 3e-06, 'cache_creation_input_token_cost': 3.75e-06,"
                        + "'cache_creation_input_token_cost_above_1hr': 6e-06,"
                        + "'output_cost_per_reasoning_token': 1.2e-05,"
                        + "'input_cost_per_token_above_272k_tokens': 6e-06,"
                        + "'cache_creation_input_token_cost_above_1hr_above_272k_tokens': 1.2e-05,"
                        + "'input_cost_per_token_batches': 1.5e-06, 'input_cost_per_token_flex': 1e-06,"
                        + "'cache_read_input_token_cost_priority': 6e-07,"
                        + "'input_cost_per_token_above_1500_tokens_priority': 9e-06"));
    }

    @Test
    void other_units_than_tokens_have_amounts_each() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','audioInput':'100','audioOutput':'200','audioCacheRead':'2.5',"
                        + "'audioCacheWrite':'20','imageInput':'10','imageOutput':'40','citation':'2',"
                        + "'perRequest':'0.005','perSearch':'0.002','perPage':'0.001','perAnnotatedPage':'0.003',"
                        + "'perInputImage':'0.0025','perOutputImage':'0.04','perInputVideoSecond':'0.002',"
                        + "'perInputCharacter':'0.00003','perOutputCharacter':'0'}]"),
                prices("'input_cost_per_audio_token': 0.0001, 'output_cost_per_audio_token': 0.0002,"
                        + "'cache_read_input_audio_token_cost': 2.5e-06, 'cache_creation_input_audio_token_cost': 2e-05,"
                        + "'input_cost_per_image_token': 1e-05, 'output_cost_per_image_token': 4e-05,"
                        + "'citation_cost_per_token': 2e-06, 'input_cost_per_request': 0.005,"
                        + "'input_cost_per_query': 0.002, 'ocr_cost_per_page': 0.001, 'annotation_cost_per_page': 0.003,"
                        + "'input_cost_per_image': 0.0025, 'output_cost_per_image': 0.04,"
                        + "'input_cost_per_video_per_second': 0.002, 'input_cost_per_character': 3e-05,"
                        + "'output_cost_per_character': 0"));
    }

    @Test
    void seconds_are_those_of_audio_or_video_and_never_of_a_computer() throws JsonProcessingException {
        String seconds = "'input_cost_per_second': 0.0001, 'output_cost_per_second': 0.2";
        assertEquals(
                json("[{'kind':'metered','perInputSecond':'0.0001','perOutputSecond':'0.2'}]"),
                prices("'mode': 'audio_transcription', " + seconds));
        assertEquals(
                json("[{'kind':'metered','perInputVideoSecond':'0.0001','perOutputVideoSecond':'0.2'}]"),
                prices("'mode': 'video_generation', " + seconds));
        assertEquals(
                List.of(
                        "a price per second of computing time is left out [input_cost_per_second 0.0001]",
                        "a price per second of computing time is left out [output_cost_per_second 0.2]"),
                notes("'mode': 'chat', " + seconds));
    }

    @Test
    void searches_cost_what_they_cost_with_the_usual_context() throws JsonProcessingException {
        String sizes = "'search_context_cost_per_query': {'search_context_size_low': %s,"
                + " 'search_context_size_medium': 0.03, 'search_context_size_high': 0.03}";
        assertEquals(json("[{'kind':'metered','perSearch':'0.03'}]"), prices(sizes.formatted("0.03")));
        assertEquals(List.of(), notes(sizes.formatted("0.03")));
        assertEquals(json("[{'kind':'metered','perSearch':'0.03'}]"), prices(sizes.formatted("0.02")));
        assertEquals(1, notes(sizes.formatted("0.02")).size());
    }

    @Test
    void off_peak_prices_are_windows_of_every_tier() throws JsonProcessingException {
        String price = "'input_cost_per_token': 2e-06, 'output_cost_per_token': 8e-06,"
                + "'input_cost_per_token_above_128k_tokens': 4e-06, ";
        String night = "'window':{'from':'16:30','to':'00:30','timeZone':'UTC'}";
        assertEquals(
                json("[{'kind':'metered','input':'2','output':'8'},"
                        + "{'kind':'metered','minContextTokens':128000,'input':'4'},"
                        + "{'kind':'metered'," + night + ",'input':'1','output':'8'},"
                        + "{'kind':'metered','minContextTokens':128000," + night + ",'input':'1'}]"),
                prices(price + "'off_peak_pricing': {'hours_utc': '16:30-00:30', 'input_cost_per_token': 1e-06}"));
        assertEquals(
                json("[{'kind':'metered','input':'2'},"
                        + "{'kind':'metered','window':{'from':'04:00','to':'06:00','timeZone':'UTC',"
                        + "'days':['monday','tuesday']},'input':'1'},"
                        + "{'kind':'metered','window':{'timeZone':'UTC','days':['saturday','sunday']},'input':'1'}]"),
                prices("'input_cost_per_token': 2e-06, 'off_peak_pricing': {'input_cost_per_token': 1e-06, 'windows': ["
                        + "{'hours_utc': ['04:00-06:00'], 'weekdays': [1, 2]},"
                        + "{'hours_utc': '00:00-00:00', 'weekdays': ['Sat', 'sunday']}]}"));
        assertEquals(
                1,
                notes("'input_cost_per_token': 2e-06, 'off_peak_pricing': {'input_cost_per_token': 1e-06,"
                                + "'hours_utc': '16:00-17:00', 'weekdays': [6], 'weekday_timezone': 'Asia/Shanghai'}")
                        .size());
    }

    @Test
    void unknown_costs_are_noted_one_by_one_with_their_amounts() {
        assertEquals(
                List.of(
                        "unknown price `input_dbu_cost_per_token`, left out [0.00001]",
                        "unknown price `output_cost_per_image_premium_image`, left out [0.08]",
                        "unknown price `search_context_cost_per_query`, left out [{\"size\":1}]"),
                notes("'input_cost_per_token': 1e-06, 'input_dbu_cost_per_token': 1e-05,"
                        + "'output_cost_per_image_premium_image': 0.08, 'search_context_cost_per_query': {'size': 1}"));
    }

    @Test
    void the_price_of_a_sandbox_is_no_price_of_a_model() throws JsonProcessingException {
        String sandbox = "'mode': 'chat', 'code_interpreter_cost_per_session': 0.03";
        assertEquals(List.of(), read(sandbox).offerings);
        assertEquals(List.of("is the price of a tool, left out [quay/buoy]"), notes(sandbox));
        String both = sandbox + ", 'input_cost_per_token': 3e-06";
        assertEquals(json("[{'kind':'metered','input':'3'}]"), prices(both));
        assertEquals(List.of("unknown price `code_interpreter_cost_per_session`, left out [0.03]"), notes(both));
    }
}
