package org.modeltree.card.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Recommendations, worked out by hand. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class RecommendTest {

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", """
                {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
                {"type":"benchmark","id":"race","label":"Race","unit":"percent"}
                {"type":"capability","id":"quiz","label":{"en":"Quiz","zh":"测验"},"description":{"en":"Q."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
                {"type":"capability","id":"race","label":{"en":"Race"},"description":{"en":"R."},"benchmark":"race","scale":{"kind":"linear","floor":0,"ceiling":100}}
                {"type":"model","id":"a/best","name":"Best"}
                {"type":"model","id":"a/twin-1","name":"Twin 1"}
                {"type":"model","id":"a/twin-2","name":"Twin 2"}
                {"type":"model","id":"a/beaten","name":"Beaten"}
                {"type":"model","id":"a/free","name":"Free"}
                {"type":"model","id":"a/unmeasured","name":"Unmeasured"}
                {"type":"model","id":"a/unpriced","name":"Unpriced"}
                {"type":"measurement","id":"q","model":"a/best","benchmark":"quiz","raw":90,"source":"s"}
                {"type":"measurement","id":"q","model":"a/twin-1","benchmark":"quiz","raw":60,"source":"s"}
                {"type":"measurement","id":"q","model":"a/twin-2","benchmark":"quiz","raw":60,"source":"s"}
                {"type":"measurement","id":"q","model":"a/beaten","benchmark":"quiz","raw":60,"source":"s"}
                {"type":"measurement","id":"q","model":"a/free","benchmark":"quiz","raw":30,"source":"s"}
                {"type":"measurement","id":"q","model":"a/unpriced","benchmark":"quiz","raw":99,"source":"s"}
                {"type":"measurement","id":"r","model":"a/best","benchmark":"race","raw":20,"source":"s"}
                {"type":"measurement","id":"r","model":"a/twin-1","benchmark":"race","raw":80,"source":"s"}
                {"type":"offering","provider":"dear","id":"best","model":"a/best","prices":[{"kind":"metered","input":"4","output":"16"}]}
                {"type":"offering","provider":"cheap","id":"best","model":"a/best","contextWindow":1000,"prices":[{"kind":"metered","input":"3","output":"15"}]}
                {"type":"offering","provider":"gone","id":"best","model":"a/best","retiredDate":"2024","prices":[{"kind":"metered","input":"0.1","output":"0.1"}]}
                {"type":"offering","provider":"cheap","id":"t1","model":"a/twin-1","prices":[{"kind":"metered","input":"1","output":"5"}]}
                {"type":"offering","provider":"0cheap","id":"t1","model":"a/twin-1","prices":[{"kind":"metered","input":"1","output":"5"}]}
                {"type":"offering","provider":"a","id":"t1","model":"a/twin-1","prices":[{"kind":"metered","input":"1","output":"5"}]}
                {"type":"offering","provider":"cheap","id":"t2","model":"a/twin-2","prices":[{"kind":"metered","input":"2","output":"2"}]}
                {"type":"offering","provider":"cheap","id":"b","model":"a/beaten","prices":[{"kind":"metered","input":"2","output":"2.000004"}]}
                {"type":"offering","provider":"cheap","id":"f","model":"a/free","prices":[{"kind":"free"}]}
                {"type":"offering","provider":"cheap","id":"u","model":"a/unpriced","prices":[{"kind":"subscription"}]}
                """);
    }

    private static JsonNode ask(String query) {
        return Importing.json("/recommend?" + query);
    }

    /** Each model with its score and its price. */
    private static List<String> front(JsonNode answer) {
        List<String> front = new ArrayList<>();
        answer.get("front")
                .forEach(model -> front.add(
                        model.get("id").asText() + " " + model.get("score").asText() + " "
                                + model.at("/price/amount").asText()));
        return front;
    }

    private static List<String> excluded(JsonNode answer) {
        List<String> excluded = new ArrayList<>();
        answer.get("excluded")
                .forEach(reason -> excluded.add(
                        reason.get("code").asText() + " " + reason.get("count").asText()));
        return excluded;
    }

    @Test
    void models_that_tie_in_score_and_price_stay_together_and_a_hair_more_is_beaten() {
        JsonNode answer = ask("capability=quiz");
        assertEquals(List.of("a/best 9.0 6", "a/twin-1 6.0 2", "a/twin-2 6.0 2"), front(answer));
        assertEquals(List.of("no_score 1", "no_price 1", "only_free 1", "dominated 1"), excluded(answer));
        assertEquals(4, answer.get("considered").asInt());
        assertEquals(
                "[highest_score, more_for_more]",
                codes(answer.at("/front/0/reasons")).toString());
        assertEquals(
                "[lowest_price, dominates]",
                codes(answer.at("/front/1/reasons")).toString());
        assertEquals(
                "Scores 3 more than Twin 1 for USD 4 more per 1 million tokens.",
                answer.at("/front/0/reasons/1/text").asText());
        assertEquals("cheap", answer.at("/front/0/price/provider/id").asText());
        // Of three offerings that cost the same, the publisher's own.
        assertEquals("a", answer.at("/front/1/price/provider/id").asText());
    }

    private static List<String> codes(JsonNode reasons) {
        List<String> codes = new ArrayList<>();
        reasons.forEach(reason -> codes.add(reason.get("code").asText()));
        return codes;
    }

    @Test
    void a_free_offering_counts_only_if_it_is_asked_for() {
        assertEquals(
                List.of("a/best 9.0 6", "a/twin-1 6.0 2", "a/twin-2 6.0 2", "a/free 3.0 0"),
                front(ask("capability=quiz&free=true")));
    }

    @Test
    void weights_decide_and_a_model_without_a_score_is_left_out() {
        // 9 and 2 against 6 and 8.
        assertEquals(List.of("a/best 8.3 6", "a/twin-1 6.2 2"), front(ask("capability=quiz:9,race")));
        assertEquals(List.of("a/twin-1 7.8 2"), front(ask("capability=quiz,race:9")));
        assertEquals(List.of("a/best 9.0 6", "a/twin-1 6.0 2"), front(ask("capability=quiz&scoreMin=race:2")));
        assertEquals(List.of("a/twin-1 6.0 2"), front(ask("capability=quiz&scoreMin=race:2.1")));
    }

    @Test
    void a_budget_is_exact_and_for_a_month() {
        // 2 million at 3, and 1 million at 15.
        String month = "capability=quiz&inputTokens=2000000&outputTokens=1000000";
        assertEquals("21", ask(month).at("/front/0/monthly/amount").asText());
        assertEquals("usd_per_month", ask(month).at("/front/0/monthly/unit").asText());
        assertEquals("a/best", ask(month + "&budget=21").at("/front/0/id").asText());
        assertEquals(
                "a/twin-2", ask(month + "&budget=20.999999").at("/front/0/id").asText());
        assertEquals("a/best 9.0 6", front(ask("capability=quiz&priceMax=6")).get(0));
        assertEquals(
                "a/twin-1 6.0 2", front(ask("capability=quiz&priceMax=5.99")).get(0));
    }

    @Test
    void an_offering_that_does_not_meet_the_needs_does_not_count() {
        assertEquals("a/best 9.0 7", front(ask("capability=quiz&provider=dear")).get(0));
        Importing.write("PUT", "/models/a/best/measurements/c", "{\"benchmark\":\"quiz\",\"raw\":90,\"source\":\"t\"}");
        assertEquals(List.of(), front(ask("capability=quiz&provider=nobody")));
        assertEquals(
                "nobody",
                ask("capability=quiz&provider=nobody")
                        .at("/suggestions/0/value")
                        .asText());
    }

    @Test
    void sentences_are_in_the_readers_language() {
        JsonNode answer = ask("capability=quiz:2&lang=zh");
        assertEquals("测验", answer.at("/needs/0/label").asText());
        assertEquals(
                "在全部 4 个符合条件的模型中得分最高。", answer.at("/front/0/reasons/0/text").asText());
        assertEquals("没有“测验”得分；未知不按零分计。", answer.at("/excluded/0/text").asText());
    }

    @Test
    void what_is_wrong_is_named_with_what_to_do() {
        Map.ofEntries(
                        Map.entry("", "capability"),
                        Map.entry("capability=", "capability"),
                        Map.entry("capability=quizz", "capability"),
                        Map.entry("capability=quiz:", "capability"),
                        Map.entry("capability=quiz:-1", "capability"),
                        Map.entry("capability=quiz:0", "capability"),
                        Map.entry("capability=quiz:1e9", "capability"),
                        Map.entry("capability=quiz,quiz:2", "capability"),
                        Map.entry("capability=quiz,%00", "capability"),
                        Map.entry("capability=a,b,c,d,e,f,g,h,i,j,k", "capability"),
                        Map.entry("capability=quiz&scoreMin=7", "scoreMin"),
                        Map.entry("capability=quiz&scoreMin=quiz:11", "scoreMin"),
                        Map.entry("capability=quiz&scoreMin=nope:1", "scoreMin"),
                        Map.entry("capability=quiz&budget=5", "budget"),
                        Map.entry("capability=quiz&inputTokens=0", "inputTokens"),
                        Map.entry("capability=quiz&inputTokens=5&mix=1:1", "mix"),
                        Map.entry("capability=quiz&mix=0:0", "mix"),
                        Map.entry("capability=quiz&priceMax=-1", "priceMax"),
                        Map.entry("capability=quiz&currency=usd", "currency"),
                        Map.entry("capability=quiz&cohort=atRelease:a/best", "cohort"),
                        Map.entry("capability=quiz&free=yes", "free"),
                        Map.entry("capability=quiz&limit=51", "limit"),
                        Map.entry("capability=quiz&size=1", "size"))
                .forEach((query, parameter) -> {
                    JsonNode problem =
                            Importing.get("/recommend?" + query).is(400).json();
                    assertEquals(parameter, problem.at("/errors/0/parameter").asText(), query);
                    assertTrue(problem.get("detail").asText().length() > 10, query);
                });
    }
}
