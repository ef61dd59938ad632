package org.modeltree.http;

/**
 * A model or a part of one.
 *
 * @param revision the catalog's at the model's last change
 * @param body the part
 */
public record Versioned<T>(long revision, T body) {

    /** The part, after the request was told which revision of the model its validator names. */
    public T answer(CurrentRequest request) {
        request.answersModel(revision);
        return body;
    }
}
