package org.modeltree.card.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrontTest {

    private static final Comparator<Front.Choice> BEST_FIRST =
            Comparator.comparing(Front.Choice::score, Comparator.reverseOrder()).thenComparing(Front.Choice::modelId);

    @Test
    void members_are_those_that_no_other_model_beats_with_the_number_that_each_beats() {
        long seed = 20261130;
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            // Few values, so that many models are equal in score, in price or in both.
            int values = 1 + random.nextInt(12);
            List<Front.Choice> choices = new ArrayList<>();
            for (int i = random.nextInt(40); i >= 0; i--) {
                choices.add(choice(
                        "v/m" + random.nextInt(1_000) + "-" + i, random.nextInt(values), random.nextInt(values)));
            }
            check(choices, 1 + random.nextInt(6), "seed " + seed + ", round " + round);
        }
    }

    private static void check(List<Front.Choice> choices, int shown, String where) {
        Front front = new Front(shown);
        choices.stream().sorted(Comparator.comparing(Front.Choice::price)).forEach(front::add);
        List<Front.Choice> expected = choices.stream()
                .filter(choice -> choices.stream().noneMatch(other -> beats(other, choice)))
                .sorted(BEST_FIRST)
                .toList();
        List<Front.Member> members = front.members();
        assertEquals(
                expected.stream().limit(shown).toList(),
                members.stream().map(Front.Member::choice).toList(),
                where);
        assertEquals(expected.size(), front.size(), where);
        assertEquals(choices.size(), front.models(), where);
        for (Front.Member member : members) {
            Front.Choice choice = member.choice();
            assertEquals(choices.stream().filter(other -> beats(choice, other)).count(), member.beats(), where);
            assertEquals(
                    expected.stream()
                            .filter(other -> other.price().compareTo(choice.price()) < 0)
                            .findFirst()
                            .orElse(null),
                    member.nextCheaper(),
                    where);
            assertEquals(
                    choices.stream().noneMatch(other -> other.score().compareTo(choice.score()) > 0),
                    front.isBest(choice),
                    where);
            assertEquals(
                    choices.stream().noneMatch(other -> other.price().compareTo(choice.price()) < 0),
                    front.isCheapest(choice),
                    where);
        }
    }

    private static boolean beats(Front.Choice better, Front.Choice other) {
        int byScore = better.score().compareTo(other.score());
        int byPrice = other.price().compareTo(better.price());
        return byScore >= 0 && byPrice >= 0 && byScore + byPrice > 0;
    }

    @Test
    void only_models_that_may_be_shown_stay_in_memory() {
        Front front = new Front(3);
        for (int i = 0; i < 100_000; i++) {
            // A hundred models for each of a thousand prices, with scores that grow with the price.
            front.add(choice("v/m" + i, i / 100, i / 100));
        }
        assertEquals(100_000, front.size());
        // Of each of the last steps three models, and those of the step that is the next cheaper one of the last shown.
        assertEquals(4 * 3, front.kept());
        assertTrue(front.members().stream().allMatch(member -> member.beats() == 0));
    }

    @Test
    void a_model_that_is_cheaper_than_the_one_before_it_is_refused() {
        Front front = new Front(1);
        front.add(choice("v/a", 1, 2));
        assertThrows(IllegalArgumentException.class, () -> front.add(choice("v/b", 1, 1)));
    }

    private static Front.Choice choice(String id, int score, int price) {
        return new Front.Choice(
                id,
                List.of((double) score),
                List.of((double) score),
                BigDecimal.valueOf(score),
                BigDecimal.valueOf(price));
    }
}
