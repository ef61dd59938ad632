package org.modeltree.oracle.generated;

import java.util.ArrayList;
import java.util.List;
import org.modeltree.oracle.generated.InputRecords.LinkItem;
import org.modeltree.oracle.generated.InputRecords.ModalitiesItem;
import org.modeltree.oracle.generated.InputRecords.ModelRecord;
import org.modeltree.oracle.generated.InputRecords.ModelTexts;
import org.modeltree.oracle.generated.InputRecords.SourceItem;

/** Builder of a model record, which has too many components for a constructor call. */
public final class ModelBuilder {
    public final String id;
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

    ModelBuilder(String id, String name) {
        this.id = id;
        this.name = name;
    }

    ModelBuilder released(String date) {
        releaseDate = date;
        return this;
    }

    ModelBuilder alias(String... more) {
        aliases.addAll(List.of(more));
        return this;
    }

    ModelRecord build() {
        return new ModelRecord(
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
