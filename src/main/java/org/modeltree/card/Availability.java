package org.modeltree.card;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.modeltree.card.words.ValueText;
import org.modeltree.card.words.Words;
import org.modeltree.catalog.Fact;
import org.modeltree.catalog.FactValue;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.offering.OfferingService.ListedOffering;
import org.modeltree.offering.OfferingService.OfferingState;
import org.modeltree.offering.OfferingService.OfferingStatus;

/**
 * Availability of a model. What the card states stays as it is, with the fact that contradicts it. What it does not state
 * follows from the facts:
 *
 * <ul>
 *   <li>API: from the retirement of the model, its offerings and its lifecycle. After the retirement, offerings of other
 *       providers count. With open weights they need no publisher; otherwise they contradict the retirement, so that the
 *       model is available at most in part.
 *   <li>Open source: from the weights, otherwise from a licence whose name decides.
 *   <li>Product and enterprise: no fact says anything about them.
 * </ul>
 */
final class Availability {

    private static final String UNKNOWN = "unknown";
    private static final String NOT_AVAILABLE = "not_available";

    private static final Pattern OPEN = Pattern.compile(WeightLicences.OPEN, Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSED = Pattern.compile(WeightLicences.CLOSED, Pattern.CASE_INSENSITIVE);

    /**
     * What the facts imply.
     *
     * @param available whether the model can be had; null if the facts are silent or contradict each other
     * @param evidence fact that decides; null if none does
     */
    private record Implied(String status, Boolean available, CardView.ContradictionView evidence) {

        private static final Implied NOTHING = new Implied(UNKNOWN, null, null);
    }

    private final ModelView model;
    private final OfferingStatus offerings;
    private final List<Fact> facts;
    private final Words words;
    private final ValueText text;

    Availability(ModelView model, OfferingStatus offerings, List<Fact> facts, Language language) {
        this.model = model;
        this.offerings = offerings;
        this.facts = facts;
        words = Words.in(language);
        text = new ValueText(language);
    }

    CardView.AvailabilityView of(Card card) {
        // Sales may hand out weights that are not published, so this status does not state a release.
        String openSource = card.openSource();
        Boolean released = "contact_sales".equals(openSource) ? null : available(openSource);
        return new CardView.AvailabilityView(
                statement(card.api(), available(card.api()), api()),
                statement(card.product(), null, Implied.NOTHING),
                statement(openSource, released, weights()),
                statement(card.enterprise(), null, Implied.NOTHING));
    }

    private CardView.Statement statement(String stated, Boolean available, Implied implied) {
        if (stated == null) {
            return new CardView.Statement(
                    implied.status(),
                    words.availability(implied.status()),
                    !implied.status().equals(UNKNOWN),
                    null,
                    null);
        }
        Boolean consistent = (available == null || implied.available() == null)
                ? null
                : Boolean.valueOf(available.equals(implied.available()));
        return new CardView.Statement(
                stated,
                words.availability(stated),
                false,
                consistent,
                Boolean.FALSE.equals(consistent) ? implied.evidence() : null);
    }

    /** Whether a status states that the model can be had; null if it states neither. */
    private static Boolean available(String status) {
        if (status == null) {
            return null;
        }
        return switch (status) {
            case "available", "limited", "released", "contact_sales" -> true;
            case NOT_AVAILABLE, "not_released" -> false;
            default -> null;
        };
    }

    private Implied api() {
        List<ListedOffering> current = offerings.offerings().stream()
                .filter(offering -> offering.state() == OfferingState.CURRENT)
                .toList();
        Optional<CardView.ContradictionView> retirement = retirement();
        if (retirement.isPresent()) {
            Optional<ListedOffering> other =
                    current.stream().filter(offering -> !offering.byPublisher()).findFirst();
            if (other.isEmpty()) {
                return new Implied(NOT_AVAILABLE, false, retirement.get());
            }
            return Boolean.TRUE.equals(model.openWeights())
                    ? new Implied("available", true, currently(other.get()))
                    : new Implied("limited", null, null);
        }
        if (!current.isEmpty()) {
            return new Implied("available", true, currently(current.get(0)));
        }
        return notYet().or(this::ended).orElse(Implied.NOTHING);
    }

    /** The fact that the model is retired today. A date that is certainly in the future outweighs the lifecycle. */
    private Optional<CardView.ContradictionView> retirement() {
        PartialDate date = model.retiredDate();
        LocalDate today = offerings.day();
        if (date != null && !date.lastDay().isAfter(today)) {
            return Optional.of(fact("retiredDate", FactValue.of(date)));
        }
        boolean later = date != null && date.firstDay().isAfter(today);
        return "retired".equals(model.lifecycle()) && !later
                ? Optional.of(fact("lifecycle", FactValue.of(model.lifecycle())))
                : Optional.empty();
    }

    /** A model that is announced, or is certainly released on a later day. */
    private Optional<Implied> notYet() {
        if ("announced".equals(model.lifecycle())) {
            return Optional.of(new Implied(NOT_AVAILABLE, false, fact("lifecycle", FactValue.of(model.lifecycle()))));
        }
        PartialDate date = model.releaseDate();
        return date != null && date.firstDay().isAfter(offerings.day())
                ? Optional.of(new Implied(NOT_AVAILABLE, false, fact("releaseDate", FactValue.of(date))))
                : Optional.empty();
    }

    /** A model of which all offerings have ended; the last end decides, then the first provider. */
    private Optional<Implied> ended() {
        List<ListedOffering> all = offerings.offerings();
        if (all.isEmpty() || !all.stream().allMatch(offering -> offering.state() == OfferingState.ENDED)) {
            return Optional.empty();
        }
        Comparator<ListedOffering> byEnd =
                Comparator.comparing(offering -> offering.retiredDate().lastDay());
        return all.stream()
                .sorted(byEnd.reversed())
                .findFirst()
                .map(last -> new Implied(
                        NOT_AVAILABLE,
                        false,
                        new CardView.ContradictionView(
                                path(last) + "/retiredDate",
                                words.endOfOffering(),
                                FactValue.of(last.retiredDate()),
                                text.date(last.retiredDate()),
                                last.source())));
    }

    private Implied weights() {
        if (model.openWeights() != null) {
            return weights(model.openWeights(), fact("openWeights", FactValue.of(model.openWeights())));
        }
        String licence = model.licence();
        boolean open = licence != null && OPEN.matcher(licence).matches();
        return open || (licence != null && CLOSED.matcher(licence).matches())
                ? weights(open, fact("licence", FactValue.of(licence)))
                : Implied.NOTHING;
    }

    private static Implied weights(boolean open, CardView.ContradictionView evidence) {
        return new Implied(open ? "released" : "not_released", open, evidence);
    }

    private CardView.ContradictionView currently(ListedOffering offering) {
        return new CardView.ContradictionView(
                path(offering),
                words.currentOffering(),
                FactValue.of("current"),
                words.offering(offering.provider(), offering.id()),
                offering.source());
    }

    private static String path(ListedOffering offering) {
        return "offerings/" + offering.provider() + "/" + offering.id();
    }

    private CardView.ContradictionView fact(String name, FactValue value) {
        String source = facts.stream()
                .filter(fact -> fact.name().equals(name))
                .map(Fact::source)
                .findFirst()
                .orElse(null);
        return new CardView.ContradictionView(
                name, words.fact(name, value, offerings.day()), value, text.fact(name, value), source);
    }
}
