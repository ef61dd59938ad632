package org.modeltree.changes.write;

/**
 * Look at the current state before a write, which throws a problem if it refuses the write. It is made under the lock on the
 * revision, and after a repeated request got its stored answer.
 */
@FunctionalInterface
public interface WriteCheck {

    /** Refuses nothing. */
    WriteCheck NONE = modelExists -> {};

    /**
     * Looks at the current state.
     *
     * @param modelExists whether there is a model with exactly the id that the target names; if the target belongs to no model,
     *     whether the target exists
     */
    void run(boolean modelExists);

    /** Explains why there is no model with the id that the target names; if there is one, the explanation is not asked for. */
    static WriteCheck ofModel(Runnable explanation) {
        return modelExists -> {
            if (!modelExists) {
                explanation.run();
            }
        };
    }
}
