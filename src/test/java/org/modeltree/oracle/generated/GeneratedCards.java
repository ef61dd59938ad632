package org.modeltree.oracle.generated;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.generated.InputRecords.AvailabilityItem;
import org.modeltree.oracle.generated.InputRecords.CardRecord;
import org.modeltree.oracle.generated.InputRecords.CardText;
import org.modeltree.oracle.generated.InputRecords.CardTexts;
import org.modeltree.oracle.generated.InputRecords.Claim;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.Requirement;
import org.modeltree.oracle.generated.InputRecords.ToolItem;

/** Generates cards with claims that measurements support, contradict or do not cover. */
final class GeneratedCards {
    private final SeededRandom random;
    private final GeneratedText words;

    GeneratedCards(SeededRandom random) {
        this.random = random;
        this.words = new GeneratedText(random);
    }

    List<CardRecord> cards(List<ModelBuilder> models, List<MeasurementRecord> measurements) {
        List<CardRecord> cards = new ArrayList<>();
        for (ModelBuilder model : models) {
            if (random.percent(65) && !model.id.equals(HandmadeModels.BARE)) {
                String spelling = random.percent(50) ? model.id : model.id.toLowerCase(Locale.ROOT);
                String pricing = random.any(null, null, "metered", "free", "subscription", "dynamic", "unknown");
                cards.add(new CardRecord(spelling, availability(), pricing, tools(), claims(measurements), texts()));
            }
        }
        return List.copyOf(cards);
    }

    private AvailabilityItem availability() {
        if (random.percent(25)) {
            return null;
        }
        return new AvailabilityItem(
                random.any(null, "available", "limited", "not_available", "contact_sales", "unknown"),
                random.any(null, "available", "not_available", "unknown"),
                random.any(null, "released", "not_released", "limited", "contact_sales"),
                random.any(null, "contact_sales", "available"));
    }

    private List<ToolItem> tools() {
        List<ToolItem> tools = new ArrayList<>();
        for (int i = random.below(4); i > 0; i--) {
            tools.add(new ToolItem(random.percent(50) ? words.sentence() : words.localized(), words.url("tools")));
        }
        return tools.isEmpty() ? null : List.copyOf(tools);
    }

    private List<Claim> claims(List<MeasurementRecord> measurements) {
        List<Claim> claims = new ArrayList<>();
        for (int i = random.below(5); i > 0; i--) {
            claims.add(new Claim("claim-" + i, words.localized(), words.localized(), requirement(measurements)));
        }
        return claims.isEmpty() ? null : List.copyOf(claims);
    }

    /** Usually a value that some model has, so that some claims are decided by equality. */
    private Requirement requirement(List<MeasurementRecord> measurements) {
        if (random.percent(20)) {
            return null;
        }
        var capability = random.of(HandmadeScales.capabilities());
        List<BigDecimal> measured = measurements.stream()
                .filter(record -> record.benchmark().equals(capability.benchmark()))
                .map(MeasurementRecord::raw)
                .toList();
        // Zero is invalid on a log scale; every other value is allowed.
        return new Requirement(capability.id(), measured.isEmpty() ? BigDecimal.TEN : random.of(measured));
    }

    private CardTexts texts() {
        CardText english = new CardText(
                random.percent(80) ? words.sentence() : null,
                random.percent(50) ? words.sentence() : null,
                random.percent(70) ? words.points(false) : null,
                words.points(false),
                random.percent(70) ? words.points(false) : null);
        return switch (random.below(4)) {
            case 0 -> null;
            case 1 -> new CardTexts(english, null);
            // Only half is translated, so the other half must be in English.
            case 2 -> new CardTexts(english, new CardText(null, words.chinese(), null, words.points(true), null));
            default ->
                new CardTexts(
                        english,
                        new CardText(
                                words.chinese(),
                                words.chinese(),
                                words.points(true),
                                words.points(true),
                                words.points(true)));
        };
    }
}
