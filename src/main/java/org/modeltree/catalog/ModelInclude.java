package org.modeltree.catalog;

import java.util.List;
import java.util.Map;
import org.modeltree.http.value.Language;

/** Key that another feature can add to each model of a response. */
public interface ModelInclude {

    /** Name of the key, and the value of {@code include=} that requests it. */
    String name();

    /** Values by model id, one for each of the given models. */
    Map<String, Object> of(List<String> modelIds, Language language);
}
