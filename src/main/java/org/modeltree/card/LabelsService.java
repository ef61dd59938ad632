package org.modeltree.card;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.Words;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;

/** Words for pages that show more than one card. They do not depend on the catalog, so its revision is all that is read. */
@ApplicationScoped
@InSnapshot
class LabelsService {

    private final AnswerParts parts;

    LabelsService(AnswerParts parts) {
        this.parts = parts;
    }

    /** All words of a language. */
    Labels in(Language language) {
        parts.madeOf();
        return Words.in(language).labels();
    }
}
