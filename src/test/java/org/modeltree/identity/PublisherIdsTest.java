package org.modeltree.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.formats.source.JsonSource;

/** Publishers' own ids, and the models that they mean. */
class PublisherIdsTest {

    private final ModelIndex index = new ModelIndex();

    PublisherIdsTest() {
        model("meta/llama-2-7b");
        model("meta/llama-3-8b");
        model("alibaba/qwen2.5-7b-instruct");
        model("lumen/one").putArray("aliases").add("lumen-one").add("old-lumen/one");
        for (String id : List.of("lumen/linked", "lumen/linked-latest")) {
            model(id)
                    .putArray("webLinks")
                    .addObject()
                    .put("type", "weights")
                    .put("url", "https://huggingface.co/Elsewhere/Weights");
        }
        model("lumen/any-latest")
                .putArray("webLinks")
                .addObject()
                .put("type", "weights")
                .put("url", "https://huggingface.co/Elsewhere/Any");
        models.forEach(index::add);
    }

    private final List<ObjectNode> models = new ArrayList<>();

    private ObjectNode model(String id) {
        ObjectNode model = JsonSource.newRecord("model").put("id", id).put("name", id);
        models.add(model);
        return model;
    }

    @ParameterizedTest
    @CsvSource({
        "meta-llama/Llama-2-7b, meta/llama-2-7b",
        "meta-llama/Llama-2-7b-hf, meta/llama-2-7b",
        "meta-llama/Meta-Llama-3-8B, meta/llama-3-8b",
        "Qwen/Qwen2.5-7B-Instruct, alibaba/qwen2.5-7b-instruct",
        "Qwen/Qwen2-5_7B-Instruct, alibaba/qwen2.5-7b-instruct",
        "lumen-one, lumen/one",
        "Old-Lumen/One, lumen/one",
        "elsewhere/weights, lumen/linked",
        "Elsewhere/Any, lumen/any-latest",
    })
    void another_spelling_of_the_publisher_means_the_same_model(String id, String model) {
        assertEquals(Map.of(id, model), PublisherIds.models(index, Set.of(id)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Qwen/Qwen2.5-7B",
                "Qwen/Qwen2.5-7B-Instruct-GGUF",
                "Qwen/Qwen2.5-7B-Instruct-FP8",
                "packer/Llama-2-7b",
                "meta-llama/Llama-27b",
                "llama-2-7b",
                "/",
                "meta-llama/",
                "meta-llama/-hf"
            })
    void another_repository_means_none(String id) {
        assertEquals(Map.of(), PublisherIds.models(index, List.of(id)));
    }
}
