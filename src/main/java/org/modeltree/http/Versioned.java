package org.modeltree.http;

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
}
