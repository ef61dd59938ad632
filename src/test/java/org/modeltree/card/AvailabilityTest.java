package org.modeltree.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.catalog.Fact;
import org.modeltree.catalog.FactValue;
import org.modeltree.catalog.ModelView;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;
import org.modeltree.offering.OfferingService.ListedOffering;
import org.modeltree.offering.OfferingService.OfferingState;
import org.modeltree.offering.OfferingService.OfferingStatus;

class AvailabilityTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-03-31");
    private static final String SOURCE = "https://acme.example/retired";

    /** A model with some facts and offerings; each test sets what it is about. */
    private static final class Subject {
        private String lifecycle = "released";
        private String releaseDate = "2024-05";
        private String retiredDate;
        private Boolean openWeights = false;
        private String licence;
        private final List<ListedOffering> offerings = new ArrayList<>();
        private final List<Fact> facts = new ArrayList<>();

        Subject lifecycle(String value) {
            lifecycle = value;
            return this;
        }

        Subject released(String value) {
            releaseDate = value;
            return this;
        }

        Subject retired(String value) {
            retiredDate = value;
            facts.add(new Fact("retiredDate", FactValue.of(PartialDate.of(value)), null, SOURCE, null));
            return this;
        }

        Subject open(Boolean value) {
            openWeights = value;
            return this;
        }

        Subject licence(String value) {
            openWeights = null;
            licence = value;
            return this;
        }

        Subject offered(String provider, OfferingState state, String retired) {
            offerings.add(new ListedOffering(
                    provider,
                    "one",
                    provider.equals("acme"),
                    state,
                    PartialDate.of(retired),
                    "https://" + provider + ".example"));
            return this;
        }

        Subject current(String provider) {
            return offered(provider, OfferingState.CURRENT, null);
        }

        CardView.AvailabilityView of(String api, String openSource, Language language) {
            ModelView model = new ModelView(
                    "acme/one",
                    "One",
                    null,
                    null,
                    null,
                    null,
                    null,
                    PartialDate.of(releaseDate),
                    lifecycle,
                    null,
                    null,
                    PartialDate.of(retiredDate),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    openWeights,
                    licence,
                    null,
                    null,
                    null,
                    List.of(),
                    List.of(),
                    1,
                    null);
            Card card = new Card(api, null, openSource, null, null, List.of(), Map.of(), List.of());
            return new Availability(
                            model, new OfferingStatus(TODAY, offerings, Optional.empty(), Set.of()), facts, language)
                    .of(card);
        }

        /** Status that the facts imply for the API. */
        String api() {
            CardView.Statement derived = of(null, null, Language.EN).api();
            assertEquals(!derived.status().equals("unknown"), derived.derived());
            assertNull(derived.consistent());
            return derived.status();
        }

        /** What the card says after it states a status of the API. */
        String stating(String status) {
            return text(of(status, null, Language.EN).api());
        }

        String weights() {
            return of(null, null, Language.EN).openSource().status();
        }
    }

    private static String text(CardView.Statement statement) {
        CardView.ContradictionView fact = statement.contradiction();
        return statement.consistent()
                + (fact == null ? "" : " " + fact.name() + " " + fact.text() + " " + fact.source());
    }

    private static Subject model() {
        return new Subject();
    }

    @Test
    void a_retirement_counts_from_its_day_on() {
        assertEquals(
                "not_available", model().current("acme").retired("2026-03-30").api());
        assertEquals(
                "not_available", model().current("acme").retired("2026-03-31").api());
        assertEquals("available", model().current("acme").retired("2026-04-01").api());
    }

    @Test
    void a_partial_date_counts_from_the_last_day_that_it_can_mean() {
        assertEquals("not_available", model().current("acme").retired("2026-03").api());
        assertEquals("available", model().current("acme").retired("2026-04").api());
        assertEquals("not_available", model().current("acme").retired("2025").api());
        assertEquals("available", model().current("acme").retired("2026").api());
        assertEquals(
                "not_available",
                model().lifecycle("retired").retired("2026").current("acme").api(),
                "the lifecycle decides what the date leaves open");
    }

    @Test
    void a_date_in_the_future_outweighs_the_lifecycle() {
        assertEquals(
                "available",
                model().lifecycle("retired")
                        .retired("2026-04-01")
                        .current("acme")
                        .api());
        assertEquals(
                "true",
                model().lifecycle("retired").retired("2027").current("acme").stating("available"));
    }

    @Test
    void a_statement_is_contradicted_by_the_retirement_with_its_source() {
        Subject retired = model().lifecycle("retired").retired("2024-01-04");
        String contradicted = "false retiredDate 4 January 2024 " + SOURCE;
        assertEquals(contradicted, retired.stating("available"));
        assertEquals(contradicted, retired.stating("limited"));
        assertEquals(contradicted, retired.stating("contact_sales"));
        assertEquals("true", retired.stating("not_available"));
        assertEquals("null", retired.stating("unknown"));
        assertEquals(
                "false lifecycle Retired null", model().lifecycle("retired").stating("available"));
        assertEquals(
                "available", retired.of("available", null, Language.EN).api().status());
    }

    @Test
    void open_weights_are_available_at_others_after_the_publisher_stopped() {
        Subject open = model().open(true)
                .lifecycle("retired")
                .retired("2025")
                .offered("acme", OfferingState.ENDED, "2025")
                .current("host");
        assertEquals("available", open.api());
        assertEquals("true", open.stating("available"));
        assertEquals(
                "false offerings/host/one Offered by host as one https://host.example", open.stating("not_available"));
        assertEquals(
                "not_available",
                model().open(true).retired("2025").current("acme").api(),
                "an offering of the publisher does not outlive the retirement");
    }

    @Test
    void others_that_list_a_closed_model_contradict_its_retirement() {
        Subject closed = model().retired("2025").current("host");
        assertEquals("limited", closed.api());
        assertEquals("null", closed.stating("available"));
        assertEquals("null", closed.stating("not_available"));
        assertEquals(
                "limited", model().open(null).retired("2025").current("host").api());
    }

    @Test
    void a_model_without_offerings_is_unknown_until_a_fact_decides() {
        assertEquals("unknown", model().api());
        assertEquals("null", model().stating("available"));
        assertEquals("unknown", model().lifecycle(null).released(null).api());
        assertEquals("not_available", model().lifecycle("announced").api());
        assertEquals("not_available", model().released("2026-04-01").api());
        assertEquals("unknown", model().released("2026-03-31").api());
        assertEquals("available", model().lifecycle("announced").current("host").api(), "a preview");
        assertEquals(
                "available", model().lifecycle("deprecated").current("acme").api());
    }

    @Test
    void offerings_that_have_all_ended_decide_and_those_that_nobody_lists_do_not() {
        Subject ended = model().offered("acme", OfferingState.ENDED, "2025-02")
                .offered("host", OfferingState.ENDED, "2025-02-28")
                .offered("mesh", OfferingState.ENDED, "2024");
        assertEquals("not_available", ended.api());
        assertEquals(
                "false offerings/acme/one/retiredDate February 2025 https://acme.example", ended.stating("available"));
        assertEquals(
                "unknown", ended.offered("zoo", OfferingState.UNCONFIRMED, null).api());
        assertEquals("available", ended.current("zoo").api());
    }

    @Test
    void weights_follow_open_weights_and_then_the_licence() {
        assertEquals("released", model().open(true).weights());
        assertEquals("not_released", model().open(false).weights());
        assertEquals("unknown", model().open(null).weights());
        for (String licence : List.of("MIT", "mit", "Apache-2.0", "apache 2.0", "CC-BY-NC-4.0", "BSD-3-Clause")) {
            assertEquals("released", model().licence(licence).weights(), licence);
        }
        assertEquals("not_released", model().licence("Proprietary").weights());
        for (String licence : List.of("Mitre License", "Llama 2 Community License", "see MIT", "Custom")) {
            assertEquals("unknown", model().licence(licence).weights(), licence);
        }
        CardView.AvailabilityView view = model().open(true).of(null, "not_released", Language.EN);
        assertEquals("false openWeights Yes null", text(view.openSource()));
        assertEquals(
                "null",
                text(model().open(false).of(null, "contact_sales", Language.EN).openSource()));
        assertEquals(
                "true", text(model().open(true).of(null, "limited", Language.EN).openSource()));
    }

    @Test
    void contradictions_have_labels_in_both_languages() {
        Subject retired = model().retired("2024");
        assertEquals("Retired", label(retired, Language.EN));
        assertEquals("停用日期", label(retired, Language.ZH));
        assertEquals("生命周期", label(model().lifecycle("retired"), Language.ZH));
        assertEquals("计划发布日期", label(model().released("2090"), Language.ZH));
        Subject ended = model().offered("acme", OfferingState.ENDED, "2025");
        assertEquals("服务终止日期", label(ended, Language.ZH));
        Subject current = model().current("acme");
        assertEquals(
                "当前服务",
                current.of("not_available", null, Language.ZH)
                        .api()
                        .contradiction()
                        .label());
    }

    private static String label(Subject subject, Language language) {
        return subject.of("available", null, language).api().contradiction().label();
    }
}
