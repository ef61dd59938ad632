package org.modeltree.catalog;

import org.modeltree.http.CurrentRequest;

/**
 * A model or a part of one.
 *
 * @param revision the catalog's at the model's last change
 * @param body the part
 */
public record ModelPart<T>(long revision, T body) {

    /** The part, after the request was told which revision of the model its validator names. */
    public T answer(CurrentRequest request) {
        request.answersModel(revision);
        return body;
    }
}
