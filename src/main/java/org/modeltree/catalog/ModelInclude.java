package org.modeltree.catalog;

import java.util.List;
import java.util.Map;
import org.modeltree.http.value.Language;

/** What another feature can put inside each model of a list. */
public interface ModelInclude {

    /** Name of the key, and what {@code include=} calls it. */
    String name();

    /** The value for each of the models, by id; none is left out. */
    Map<String, Object> of(List<String> modelIds, Language language);
}
