package org.modeltree.card;

import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.card.words.Labels;
import org.modeltree.card.words.Words;
import org.modeltree.http.value.Language;
import org.modeltree.revision.InSnapshot;

/** Words for pages that show more than one card. They do not depend on the catalog, so its revision is all that is read. */
@ApplicationScoped
@InSnapshot
class LabelsService {

    /** All words of a language. */
    Labels in(Language language) {
        return Words.in(language).labels();
    }
}
