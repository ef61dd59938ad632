package org.modeltree.http;

import java.util.OptionalLong;
import org.modeltree.http.cache.MemoryReads;

/**
 * A model, or a part of one that can be written, with the revision that its ETag carries.
 *
 * @param revision catalog revision of the model's last change
 * @param body the model or the part
 */
public record Versioned<T>(long revision, T body) {

    /** Sets the revision of the response's ETag on the request, and returns the body. */
    public T answer(CurrentRequest request) {
        request.answersModel(revision);
        return body;
    }

    /** As an answer from memory. */
    public MemoryReads.Made fromMemory(boolean negotiated) {
        return new MemoryReads.Made(body, OptionalLong.of(revision), negotiated, null);
    }
}
