package org.modeltree.catalog.records;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.changes.Merge;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.RetainedFact;

/** An imported model merged with a stored one. Origins from the most trusted: curator, modeltree, models.dev, others. */
class ModelMergeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<RetainedFact> kept = new ArrayList<>();
    private final Merge merge =
            new Merge(new OriginPriority(List.of("modeltree", "models.dev")), LocalDate.of(2026, 11, 28), kept::add);

    /** JSON with single quotes. */
    private static ObjectNode json(String text) {
        return (ObjectNode) node(text);
    }

    private static JsonNode node(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertMerged(String expected, String before, String incoming) {
        ObjectNode stored = json(before);
        ObjectNode imported = json(incoming);
        assertEquals(json(expected), ModelMerge.merged(stored, imported, merge));
        assertEquals(json(before), stored, "the stored document must not change");
        assertEquals(json(incoming), imported, "the imported document must not change");
    }

    @Test
    void a_missing_fact_is_filled_in_with_its_source_whatever_its_origin() {
        assertMerged(
                "{'id':'a/b','name':'B','kind':'code','sources':{'kind':{'origin':'litellm','date':'2026'}}}",
                "{'id':'a/b','name':'B'}",
                "{'kind':'code','sources':{'kind':{'origin':'litellm','date':'2026'}}}");
        assertEquals(List.of(), kept);
    }

    @Test
    void a_fact_of_a_less_trusted_origin_is_overwritten_and_takes_its_new_source() {
        assertMerged(
                "{'id':'a/b','kind':'code','sources':{'kind':{'origin':'models.dev'}}}",
                "{'id':'a/b','kind':'base','sources':{'kind':{'origin':'litellm','source':'https://old.example'}}}",
                "{'kind':'code','sources':{'kind':{'origin':'models.dev'}}}");
        assertEquals(List.of(), kept);
    }

    @Test
    void a_fact_of_the_same_origin_is_overwritten() {
        assertMerged(
                "{'id':'a/b','kind':'code','sources':{'kind':{'origin':'models.dev'}}}",
                "{'id':'a/b','kind':'base','sources':{'kind':{'origin':'models.dev'}}}",
                "{'kind':'code','sources':{'kind':{'origin':'models.dev'}}}");
    }

    @Test
    void a_fact_without_a_source_has_the_origin_modeltree_and_leaves_no_source() {
        assertMerged(
                "{'id':'a/b','kind':'code'}",
                "{'id':'a/b','kind':'base','sources':{'kind':{'origin':'models.dev'}}}",
                "{'kind':'code'}");
    }

    @Test
    void a_fact_of_a_more_trusted_origin_is_kept_and_reported() {
        assertMerged(
                "{'id':'a/b','kind':'base','sources':{'kind':{'origin':'curator'}}}",
                "{'id':'a/b','kind':'base','sources':{'kind':{'origin':'curator'}}}",
                "{'kind':'code','sources':{'kind':{'origin':'modeltree'}}}");
        assertEquals(List.of(new RetainedFact("a/b", "kind", node("'base'"), "curator", node("'code'"))), kept);
    }

    @Test
    void a_fact_that_a_curator_stated_to_be_unknown_stays_unknown() {
        assertMerged(
                "{'id':'a/b','sources':{'kind':{'origin':'curator'}}}",
                "{'id':'a/b','sources':{'kind':{'origin':'curator'}}}",
                "{'kind':'code','sources':{'kind':{'origin':'models.dev'}}}");
        assertEquals(List.of(new RetainedFact("a/b", "kind", null, "curator", node("'code'"))), kept);
    }

    @Test
    void a_key_that_the_import_does_not_have_stays() {
        assertMerged(
                "{'id':'a/b','kind':'base','parameters':7,'openWeights':true}",
                "{'id':'a/b','kind':'base','parameters':7}",
                "{'openWeights':true}");
    }

    @Test
    void a_fact_that_says_the_same_changes_nothing_and_keeps_its_source() {
        String before = "{'id':'a/b','parameters':7,'modalities':{'input':['text','image'],'output':['text']},"
                + "'sources':{'parameters':{'origin':'litellm'},'modalities':{'origin':'curator'}}}";
        assertMerged(
                before,
                before,
                "{'parameters':7.0,'modalities':{'input':['image','text'],'output':['text']},"
                        + "'sources':{'parameters':{'origin':'modeltree'},'modalities':{'origin':'modeltree'}}}");
        assertEquals(List.of(), kept);
    }

    @Test
    void other_modalities_are_another_fact() {
        assertMerged(
                "{'id':'a/b','modalities':{'input':['text'],'output':['audio']}}",
                "{'id':'a/b','modalities':{'input':['text'],'output':['text']}}",
                "{'modalities':{'input':['text'],'output':['audio']}}");
    }

    @Test
    void links_are_united_by_address_even_if_the_import_is_trusted_less() {
        assertMerged(
                "{'id':'a/b','webLinks':[{'type':'paper','url':'https://p.example'},{'type':'weights','url':'https://w.example'}]}",
                "{'id':'a/b','webLinks':[{'type':'paper','url':'https://p.example'}]}",
                "{'webLinks':[{'type':'other','url':'https://p.example'},{'type':'weights','url':'https://w.example'}],"
                        + "'sources':{'webLinks':{'origin':'litellm'}}}");
        assertEquals(List.of(), kept);
    }

    @Test
    void links_of_a_curator_are_kept() {
        String before = "{'id':'a/b','webLinks':[{'type':'paper','url':'https://p.example'}],"
                + "'sources':{'webLinks':{'origin':'curator'}}}";
        assertMerged(before, before, "{'webLinks':[{'type':'weights','url':'https://w.example'}]}");
        assertEquals(1, kept.size());
        assertEquals("webLinks", kept.get(0).fact());
    }

    @Test
    void texts_are_merged_by_language_and_key() {
        assertMerged(
                "{'id':'a/b','texts':{'en':{'subtitle':'new','summary':'old'},'zh':{'subtitle':'xin'}}}",
                "{'id':'a/b','texts':{'en':{'subtitle':'old','summary':'old'}}}",
                "{'texts':{'en':{'subtitle':'new'},'zh':{'subtitle':'xin'}}}");
    }

    @Test
    void aliases_are_united_in_order_without_repetition() {
        assertMerged(
                "{'id':'a/b','aliases':['x','y','z']}",
                "{'id':'a/b','aliases':['x','y']}",
                "{'aliases':['y','z','x']}");
        assertMerged("{'id':'a/b','aliases':['x']}", "{'id':'a/b','aliases':['x']}", "{}");
        assertMerged("{'id':'a/b'}", "{'id':'a/b'}", "{}");
    }

    @Test
    void each_fact_is_decided_by_itself() {
        assertMerged(
                "{'id':'a/b','name':'Mine','kind':'code','family':'f',"
                        + "'sources':{'name':{'origin':'curator'},'kind':{'origin':'models.dev'},'family':{'origin':'models.dev'}}}",
                "{'id':'a/b','name':'Mine','kind':'base',"
                        + "'sources':{'name':{'origin':'curator'},'kind':{'origin':'epoch'}}}",
                "{'name':'Theirs','kind':'code','family':'f','sources':{'name':{'origin':'models.dev'},"
                        + "'kind':{'origin':'models.dev'},'family':{'origin':'models.dev'}}}");
        assertEquals(List.of(new RetainedFact("a/b", "name", node("'Mine'"), "curator", node("'Theirs'"))), kept);
    }
}
