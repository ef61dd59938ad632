package org.modeltree.formats.modelsdev;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.RecordedRows;

class ModelsDevPricesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the reader reports of one offering with these members. */
    private static RecordedRows read(String members) {
        return RecordedRows.of(
                new ModelsDevReader(),
                "{\"quay\": {\"id\": \"quay\", \"models\": {\"buoy\": {\"name\": \"Buoy\", %s}}}}"
                        .formatted(members.replace('\'', '"')));
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
    void tiers_replace_the_older_key_whatever_their_size() throws JsonProcessingException {
        String older = "'context_over_200k': {'input': 6, 'output': 9}";
        assertEquals(
                json("[{'kind':'metered','input':'3','output':'5'},"
                        + "{'kind':'metered','minContextTokens':512000,'input':'6','output':'9'}]"),
                prices(read("'cost': {'input': 3, 'output': 5, " + older
                        + ", 'tiers': [{'input': 6, 'output': 9, 'tier': {'size': 512000}}]}")));
        assertEquals(
                json("[{'kind':'metered','input':'3','output':'5'},"
                        + "{'kind':'metered','minContextTokens':200000,'input':'6','output':'9'}]"),
                prices(read("'cost': {'input': 3, 'output': 5, " + older + ", 'tiers': []}")));
    }

    @Test
    void other_names_of_amounts_are_understood_and_never_replace_the_usual_ones() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'3','output':'5','cacheRead':'0.3','cacheWrite':'4','citation':'2'}]"),
                prices(read(
                        "'cost': {'input': 3, 'output': 5, 'cached_input': 0.3, 'cached_write': 4, 'citation': 2}")));
        RecordedRows twice = read("'cost': {'input': 3, 'output': 5, 'cache_read': 0.2, 'cache_input': 0.3}");
        assertEquals(json("[{'kind':'metered','input':'3','output':'5','cacheRead':'0.2'}]"), prices(twice));
        assertEquals(
                List.of("/quay/models/buoy/cost/cache_input"
                        + " names an amount that the entry has under its usual name as well; left out [0.3]"),
                notes(twice));
    }

    @Test
    void a_tier_inherits_nothing_and_says_so() throws JsonProcessingException {
        RecordedRows recorded = read("'cost': {'input': 3, 'output': 5, 'cache_read': 0, 'tiers': ["
                + "{'input': 4, 'tier': {'type': 'context', 'size': 64000}}]}");
        assertEquals(
                json("[{'kind':'metered','input':'3','output':'5','cacheRead':'0'},"
                        + "{'kind':'metered','minContextTokens':64000,'input':'4'}]"),
                prices(recorded));
        assertEquals(
                List.of("/quay/models/buoy/cost/tiers/0"
                        + " has fewer amounts than the base price; the others stay unknown [64000]"),
                notes(recorded));
    }

    @Test
    void a_tier_by_time_is_a_window() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'2'},"
                        + "{'kind':'metered','window':{'from':'01:00','to':'04:00','timeZone':'UTC',"
                        + "'days':['monday','friday']},'input':'2','output':'4'},"
                        + "{'kind':'metered','window':{'from':'22:00','to':'00:00','timeZone':'UTC'},"
                        + "'input':'2','output':'4'},"
                        + "{'kind':'metered','window':{'from':'15:00','to':'17:30','timeZone':'Asia/Shanghai'},"
                        + "'input':'3','output':'6'}]"),
                prices(read("'cost': {'input': 1, 'output': 2, 'tiers': ["
                        + "{'input': 2, 'output': 4, 'tier': {'type': 'time', 'timezone': 'UTC', 'windows': ["
                        + "{'days': ['fri', 'Monday'], 'from': '1:00', 'to': '04:00'}, {'from': '22:00', 'to': '24:00'}]}},"
                        + "{'input': 3, 'output': 6, 'tier': {'type': 'time', 'timezone': 'Asia/Shanghai',"
                        + " 'windows': ['15:00-17:30']}}]}")));
    }

    @Test
    void a_tier_that_nobody_understands_is_left_out_with_its_amounts() throws JsonProcessingException {
        RecordedRows recorded = read("'cost': {'input': 1, 'output': 2, 'tiers': ["
                + "{'input': 2, 'tier': {'type': 'weather', 'size': 5}},"
                + "{'input': 3, 'tier': {'type': 'context', 'size': 5000, 'region': 'eu'}},"
                + "{'input': 4, 'tier': {'type': 'time', 'windows': [{'from': '25:00', 'to': '26:00'}]}},"
                + "{'input': 5, 'tier': {'type': 'time', 'timezone': 'Moon', 'windows': ['01:00-02:00']}},"
                + "{'input': 6}, {'input': 0, 'output': 0, 'tier': {'size': 9000}}]}");
        assertEquals(json("[{'kind':'metered','input':'1','output':'2'}]"), prices(recorded));
        String other = " is a tier with conditions other than context size or time, left out ";
        String at = "/quay/models/buoy/cost/tiers/";
        assertEquals(
                List.of(
                        at + 0 + other + "[weather input 2]",
                        at + 1 + other + "[context input 3]",
                        at + 2 + other + "[time input 4]",
                        at + 3 + other + "[time input 5]",
                        at + 4 + other + "[context input 6]",
                        at + "5 is a tier without a price, left out [9000]"),
                notes(recorded));
    }

    @Test
    void a_mode_has_prices_and_tiers_of_its_own() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','input':'1','output':'2'},"
                        + "{'kind':'metered','mode':'fast','input':'6','output':'12'},"
                        + "{'kind':'metered','mode':'fast','minContextTokens':100000,'input':'7','output':'14'}]"),
                prices(read("'cost': {'input': 1, 'output': 2}, 'experimental': {'modes': {"
                        + "'Fast': {'cost': {'input': 6, 'output': 12,"
                        + " 'tiers': [{'input': 7, 'output': 14, 'tier': {'size': 100000}}]}, 'provider': {}},"
                        + "'slow': {'provider': {'body': {}}}}}")));
        assertEquals(
                json("[{'kind':'metered','input':'1'}]"), prices(read("'cost': {'input': 1}, 'experimental': true")));
    }

    @Test
    void a_currency_is_that_of_every_amount() throws JsonProcessingException {
        assertEquals(
                json("[{'kind':'metered','currency':'CNY','input':'8','output':'16','audioInput':'20'},"
                        + "{'kind':'metered','currency':'CNY','minContextTokens':32000,'input':'9','output':'18'},"
                        + "{'kind':'metered','mode':'fast','currency':'CNY','input':'30'}]"),
                prices(read("'cost': {'currency': 'cny', 'input': 8, 'output': 16, 'input_audio': 20, 'tiers': ["
                        + "{'input': 9, 'output': 18, 'tier': {'size': 32000}}]},"
                        + " 'experimental': {'modes': {'fast': {'cost': {'input': 30}},"
                        + " 'flex': {'cost': {'currency': 'USD', 'input': 1}}}}")));
        assertEquals(
                "must be an ISO 4217 code such as USD or EUR",
                read("'cost': {'currency': 'euro', 'input': 8}")
                        .rejections
                        .get(0)
                        .reason());
    }

    @Test
    void unknown_prices_are_noted_one_by_one_with_their_amounts() {
        RecordedRows recorded = read("'cost': {'input': 1, 'per_minute': 0.006, 'cached': '0.5', 'deep': {'x': [2]},"
                + " 'remark': 'none'}");
        assertEquals(
                List.of(
                        "/quay/models/buoy/cost/per_minute unknown price `per_minute`, left out [0.006]",
                        "/quay/models/buoy/cost/cached unknown price `cached`, left out [0.5]",
                        "/quay/models/buoy/cost/deep unknown price `deep`, left out [{\"x\":[2]}]"),
                notes(recorded));
        assertEquals(List.of("*.models.*.cost.remark"), List.copyOf(recorded.ignored));
    }
}
