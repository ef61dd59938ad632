package org.modeltree.card;

import com.fasterxml.jackson.core.type.TypeReference;
import jakarta.enterprise.context.ApplicationScoped;
import org.modeltree.catalog.ModelColumn;

/** Contributes the card to the facts of a model, so that one statement reads both. */
@ApplicationScoped
class Cards implements ModelColumn<Card> {

    @Override
    public String name() {
        return "card";
    }

    @Override
    public TypeReference<Card> type() {
        return new TypeReference<>() {};
    }

    /** The JSON of a {@link Card}. */
    @Override
    public String json() {
        return """
                (select json_build_object(
                    'api', c.api, 'product', c.product, 'openSource', c.open_source, 'enterprise', c.enterprise,
                    'pricingKind', c.pricing_kind, 'tools', c.tools,
                    'texts', (
                        select coalesce(json_object_agg(t.lang, json_build_object(
                            'whyItMatters', t.why_it_matters, 'pricingNote', t.pricing_note,
                            'feelsLike', t.feels_like, 'bestFor', t.best_for, 'notFor', t.not_for)), json_build_object())
                        from card_text t where t.model_id = m.id),
                    'claims', (
                        select coalesce(json_agg(json_build_object(
                            'id', k.claim_id, 'labelEn', k.label_en, 'labelZh', k.label_zh,
                            'descriptionEn', k.description_en, 'descriptionZh', k.description_zh,
                            'requiresCapability', k.requires_capability, 'requiresRaw', k.requires_raw)
                            order by k.position), '[]')
                        from card_claim k where k.model_id = m.id))
                 from card c where c.model_id = m.id)""";
    }
}
