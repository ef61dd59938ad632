package org.modeltree.pictures;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.modeltree.bands.BandService;
import org.modeltree.bands.BandView;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.score.ScoreService;
import org.modeltree.card.CardService;
import org.modeltree.card.CardView;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.ModelService;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.Versioned;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.Language;
import org.modeltree.pictures.drawing.Drawing;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Part;

/** Drawings of the answers that the API gives. */
@ApplicationScoped
@InSnapshot
class PictureService {

    private static final String MODELS = "/api/v1/models/";

    private final CardService cards;
    private final ModelService models;
    private final ScoreService scores;
    private final BandService bands;
    private final AnswerParts parts;

    PictureService(CardService cards, ModelService models, ScoreService scores, BandService bands, AnswerParts parts) {
        this.cards = cards;
        this.models = models;
        this.scores = scores;
        this.bands = bands;
        this.parts = parts;
    }

    /**
     * The card of a model.
     *
     * @param format extension of the path, for redirects
     * @throws Problem.Moved if the id is an alias or another spelling
     * @throws Problem.NotFound if no model matches
     */
    Versioned<Drawing> card(String id, String format, Language language) {
        CardView card = at("/card", model -> MODELS + model + "/card." + format, () -> cardOf(id, language));
        return new Versioned<>(card.revision(), CardDrawing.of(card, language));
    }

    /** The context window of a model on its gauge; as {@link #card}. */
    Versioned<Drawing> gauge(String id, String format, Language language) {
        CardView card = at("/card", model -> MODELS + model + "/gauge." + format, () -> cardOf(id, language));
        return new Versioned<>(card.revision(), GaugeDrawing.of(card, language));
    }

    private CardView cardOf(String id, Language language) {
        CardView card = cards.cardOf(id, language).body();
        // The card renews its scores inside JSON; a picture is drawn anew when they move.
        parts.madeOf(scores.parts());
        parts.computedAnew();
        return card;
    }

    /**
     * A score of a model; as {@link #card}.
     *
     * @throws Problem.NotFound if there is no such capability
     */
    Drawing badge(String id, String capability, String format, Language language) {
        String end = "/" + Parameters.encoded(capability) + "." + format;
        ModelView model = at("/scores", other -> "/badge/" + other + end, () -> models.at(id, "/scores", language))
                .view();
        ScoreService.Performance performance = scores.performanceOf(model, capability, language);
        parts.madeOf(Part.model(id), Part.every("capability"), Part.every("benchmark"));
        return BadgeDrawing.of(
                model.name(), performance.score(), Words.in(language).labels(), language);
    }

    /** The band of a capability over a cohort, with its distribution. */
    Drawing band(String capability, BandView.Question question, Cohort cohort, Language language) {
        return BandDrawing.of(bands.view(capability, question, cohort, language), language);
    }

    /** The result of an action; its redirects to a part of a model lead to a picture instead. */
    private static <T> T at(String part, Function<String, String> picture, Supplier<T> action) {
        try {
            return action.get();
        } catch (Problem.Moved moved) {
            throw new Problem.Moved(pictureOf(moved.path(), part, picture), moved.fixed());
        } catch (Problem.Resolved resolved) {
            throw new Problem.Moved(pictureOf(resolved.path(), part, picture), resolved.fixed());
        }
    }

    private static String pictureOf(String path, String part, Function<String, String> picture) {
        String id = path.substring(MODELS.length(), path.length() - part.length());
        if (id.chars().filter(c -> c == '/').count() != 1) {
            // An alias, and a part that its model does not have.
            throw new Problem.NotFound("Nothing exists at this path.", List.of());
        }
        return picture.apply(id);
    }
}
