package org.modeltree.formats.huggingface;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Task of a model on the Hub ({@code pipeline_tag}), as far as it says for certain what a model is for.
 *
 * @param kind kind of model; empty if models of several kinds have the task
 * @param input modalities that every model with the task takes; empty if they differ
 * @param output modalities of the answer; empty if it is no content, such as a class
 * @param text whether the model reads text through a context window
 */
record HubTask(String kind, List<String> input, List<String> output, boolean text) {

    private static final String TEXT = "text";
    private static final String IMAGE = "image";
    private static final String AUDIO = "audio";
    private static final String VIDEO = "video";

    private static final Map<String, HubTask> TASKS = Map.ofEntries(
            Map.entry("text-generation", language("")),
            Map.entry("text2text-generation", language("")),
            Map.entry("summarization", language("")),
            Map.entry("question-answering", language("")),
            Map.entry("table-question-answering", new HubTask("", List.of(), List.of(TEXT), true)),
            Map.entry("translation", language("translation")),
            Map.entry("fill-mask", language("encoder")),
            Map.entry("text-classification", new HubTask("", List.of(TEXT), List.of(), true)),
            Map.entry("token-classification", new HubTask("", List.of(TEXT), List.of(), true)),
            Map.entry("zero-shot-classification", new HubTask("", List.of(TEXT), List.of(), true)),
            Map.entry("sentence-similarity", new HubTask("embedding", List.of(TEXT), List.of("embedding"), true)),
            Map.entry("feature-extraction", new HubTask("", List.of(), List.of("embedding"), true)),
            Map.entry("text-ranking", new HubTask("reranking", List.of(TEXT), List.of(), true)),
            Map.entry("image-text-to-text", seeing()),
            Map.entry("visual-question-answering", seeing()),
            Map.entry("document-question-answering", seeing()),
            Map.entry("image-to-text", new HubTask("", List.of(IMAGE), List.of(TEXT), true)),
            Map.entry("video-text-to-text", new HubTask("", List.of(TEXT, VIDEO), List.of(TEXT), true)),
            Map.entry("audio-text-to-text", new HubTask("", List.of(TEXT, AUDIO), List.of(TEXT), true)),
            Map.entry("any-to-any", new HubTask("", List.of(), List.of(), true)),
            Map.entry("automatic-speech-recognition", media("speech", List.of(AUDIO), TEXT)),
            Map.entry("text-to-speech", media("speech", List.of(TEXT), AUDIO)),
            Map.entry("text-to-audio", media("", List.of(TEXT), AUDIO)),
            Map.entry("audio-to-audio", media("", List.of(AUDIO), AUDIO)),
            Map.entry("text-to-image", media("image_generation", List.of(TEXT), IMAGE)),
            Map.entry("unconditional-image-generation", media("image_generation", List.of(), IMAGE)),
            // Some of these take an instruction beside the picture.
            Map.entry("image-to-image", media("image_generation", List.of(), IMAGE)),
            Map.entry("text-to-video", media("video_generation", List.of(TEXT), VIDEO)),
            Map.entry("image-to-video", media("video_generation", List.of(), VIDEO)),
            Map.entry("video-to-video", media("video_generation", List.of(), VIDEO)));

    /** Tasks of pictures, sounds, robots and tables: their configurations have no context window. */
    private static final HubTask OTHER = new HubTask("", List.of(), List.of(), false);

    /** A model without a task. */
    private static final HubTask NONE = new HubTask("", List.of(), List.of(), true);

    static HubTask of(Optional<String> task) {
        return task.map(name -> TASKS.getOrDefault(name, OTHER)).orElse(NONE);
    }

    private static HubTask language(String kind) {
        return new HubTask(kind, List.of(TEXT), List.of(TEXT), true);
    }

    private static HubTask seeing() {
        return new HubTask("", List.of(TEXT, IMAGE), List.of(TEXT), true);
    }

    private static HubTask media(String kind, List<String> input, String output) {
        return new HubTask(kind, input, List.of(output), false);
    }
}
