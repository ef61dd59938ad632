package org.modeltree.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.modeltree.oracle.Lines.AvailabilityItem;
import org.modeltree.oracle.Lines.CardLine;
import org.modeltree.oracle.Lines.CardText;
import org.modeltree.oracle.Lines.CardTexts;
import org.modeltree.oracle.Lines.Claim;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.Requirement;
import org.modeltree.oracle.Lines.ToolItem;

/** Invents cards: claims that hold, claims that do not and claims that nobody measured. */
final class InventedCards {
    private final Dice dice;
    private final InventedWords words;

    InventedCards(Dice dice) {
        this.dice = dice;
        this.words = new InventedWords(dice);
    }

    List<CardLine> cards(List<ModelDraft> models, List<MeasurementLine> measurements) {
        List<CardLine> cards = new ArrayList<>();
        for (ModelDraft model : models) {
            if (dice.percent(65) && !model.id.equals(HandmadeModels.BARE)) {
                String spelling = dice.percent(50) ? model.id : model.id.toLowerCase(Locale.ROOT);
                String pricing = dice.any(null, null, "metered", "free", "subscription", "dynamic", "unknown");
                cards.add(new CardLine(spelling, availability(), pricing, tools(), claims(measurements), texts()));
            }
        }
        return List.copyOf(cards);
    }

    private AvailabilityItem availability() {
        if (dice.percent(25)) {
            return null;
        }
        return new AvailabilityItem(
                dice.any(null, "available", "limited", "not_available"),
                dice.any(null, "available", "not_available", "unknown"),
                dice.any(null, "released", "not_released", "limited"),
                dice.any(null, "contact_sales", "available"));
    }

    private List<ToolItem> tools() {
        List<ToolItem> tools = new ArrayList<>();
        for (int i = dice.below(4); i > 0; i--) {
            tools.add(new ToolItem(words.sentence(), words.url("tools")));
        }
        return tools.isEmpty() ? null : List.copyOf(tools);
    }

    private List<Claim> claims(List<MeasurementLine> measurements) {
        List<Claim> claims = new ArrayList<>();
        for (int i = dice.below(5); i > 0; i--) {
            claims.add(new Claim("claim-" + i, words.localized(), words.localized(), requirement(measurements)));
        }
        return claims.isEmpty() ? null : List.copyOf(claims);
    }

    /** Mostly a value that some model measured: then equality decides for some claims. */
    private Requirement requirement(List<MeasurementLine> measurements) {
        if (dice.percent(20)) {
            return null;
        }
        var capability = dice.of(InventedScales.capabilities());
        List<BigDecimal> measured = measurements.stream()
                .filter(line -> line.benchmark().equals(capability.benchmark()))
                .map(MeasurementLine::raw)
                .toList();
        // Zero says nothing on a log scale; every other value may be asked for.
        return new Requirement(capability.id(), measured.isEmpty() ? BigDecimal.TEN : dice.of(measured));
    }

    private CardTexts texts() {
        CardText english = new CardText(
                dice.percent(80) ? words.sentence() : null,
                dice.percent(50) ? words.sentence() : null,
                dice.percent(70) ? words.points(false) : null,
                words.points(false),
                dice.percent(70) ? words.points(false) : null);
        return switch (dice.below(4)) {
            case 0 -> null;
            case 1 -> new CardTexts(english, null);
            // Only half of it is translated: the other half has to come in English.
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
