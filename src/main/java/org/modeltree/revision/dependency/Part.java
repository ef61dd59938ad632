package org.modeltree.revision.dependency;

/**
 * A part of the catalog that answers are made of and that writes change. Fine parts, such as one model, save answers from
 * changes of other things; coarse ones, such as all records of a type, cost less to name. What a write changes is named in
 * both ways, so an answer chooses what fits it.
 *
 * @param name unique name, such as {@code model openai/gpt-4}
 */
public record Part(String name) {

    /** A model with everything that has its revision: facts, texts, measurements, offerings, the card, edges to parents. */
    public static Part model(String id) {
        return new Part("model " + id);
    }

    /** What others show of a model: its name and its release date. */
    public static Part nameOf(String modelId) {
        return new Part("name of " + modelId);
    }

    /** The edges of a model, to parents and to children. */
    public static Part edgesOf(String modelId) {
        return new Part("edges " + modelId);
    }

    /** The numbers of models per raw value of a benchmark, of every cohort that is made of release dates. */
    public static Part tally(String benchmarkId) {
        return new Part("tally " + benchmarkId);
    }

    /** Anything of any model. */
    public static Part anyModel() {
        return new Part("any model");
    }

    /** Which models exist. */
    public static Part members() {
        return new Part("members");
    }

    /** A key of the documents of models, in any model; lists are selected and sorted by keys. */
    public static Part key(String key) {
        return new Part("key " + key);
    }

    /** All records of a type, such as {@code edge}. */
    public static Part every(String type) {
        return new Part("every " + type);
    }

    /** One record of a type that belongs to no model, such as a vendor. */
    public static Part one(String type, String key) {
        return new Part("one " + type + " " + key);
    }

    /**
     * The name as 64 bits. If two names ever had the same, an answer would be computed once too often, and never be sent
     * once too long.
     */
    long code() {
        long code = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            code = (code ^ name.charAt(i)) * 0x100000001b3L;
        }
        // The multiplication leaves the low bits little mixed.
        code ^= code >>> 32;
        code *= 0x9e3779b97f4a7c15L;
        return code ^ (code >>> 29);
    }
}
