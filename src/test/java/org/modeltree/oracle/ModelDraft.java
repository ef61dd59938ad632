package org.modeltree.oracle;

import java.util.ArrayList;
import java.util.List;
import org.modeltree.oracle.Lines.LinkItem;
import org.modeltree.oracle.Lines.ModalitiesItem;
import org.modeltree.oracle.Lines.ModelLine;
import org.modeltree.oracle.Lines.ModelTexts;
import org.modeltree.oracle.Lines.SourceItem;

/** A model line while it is being invented: all its keys are too many to pass in a row. */
final class ModelDraft {
    final String id;
    final String name;
    String family;
    String kind;
    String releaseDate;
    String lifecycle;
    String announcedDate;
    String deprecatedDate;
    String retiredDate;
    String successor;
    Long parameters;
    String parametersStatus;
    String contextWindowStatus;
    String maxOutputStatus;
    String pricingStatus;
    Boolean openWeights;
    String licence;
    ModalitiesItem modalities;
    String knowledgeCutoff;
    final List<LinkItem> links = new ArrayList<>();
    final List<String> aliases = new ArrayList<>();
    ModelTexts texts;
    final List<SourceItem> sources = new ArrayList<>();

    ModelDraft(String id, String name) {
        this.id = id;
        this.name = name;
    }

    ModelDraft released(String date) {
        releaseDate = date;
        return this;
    }

    ModelDraft alias(String... more) {
        aliases.addAll(List.of(more));
        return this;
    }

    ModelLine line() {
        return new ModelLine(
                id,
                name,
                family,
                kind,
                releaseDate,
                lifecycle,
                announcedDate,
                deprecatedDate,
                retiredDate,
                successor,
                parameters,
                parametersStatus,
                contextWindowStatus,
                maxOutputStatus,
                pricingStatus,
                openWeights,
                licence,
                modalities,
                knowledgeCutoff,
                links.isEmpty() ? null : List.copyOf(links),
                aliases.isEmpty() ? null : List.copyOf(aliases),
                texts,
                sources.isEmpty() ? null : List.copyOf(sources));
    }
}
