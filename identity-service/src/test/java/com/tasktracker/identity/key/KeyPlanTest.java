package com.tasktracker.identity.key;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.identity.key.KeyPlan.Term;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Duration ROTATION = Duration.ofDays(30);
    private static final Duration LEAD = Duration.ofMinutes(11);
    private static final Duration LIFETIME = Duration.ofMinutes(6);

    private static KeyPlan plan(Term... terms) {
        return KeyPlan.of(List.of(terms), NOW, ROTATION, LEAD, LIFETIME);
    }

    private static Term term(String kid, Duration after) {
        return new Term(kid, NOW.plus(after), true);
    }

    @Test
    void withoutAnyKeyOneIsMadeThatSignsAtOnce() {
        assertThat(plan()).isEqualTo(new KeyPlan(NOW, List.of()));
    }

    @Test
    void aKeyThatCannotBeDecryptedDoesNotCount() {
        Term lost = new Term("lost", NOW.minus(Duration.ofDays(1)), false);
        assertThat(plan(lost)).isEqualTo(new KeyPlan(NOW, List.of()));
    }

    @Test
    void aYoungKeyStaysAlone() {
        assertThat(plan(term("a", Duration.ofDays(-29)))).isEqualTo(new KeyPlan(null, List.of()));
    }

    @Test
    void theNextKeyIsMadeTheLeadAheadOfItsTurn() {
        Term due = term("a", LEAD.minus(ROTATION));
        assertThat(plan(due)).isEqualTo(new KeyPlan(NOW.plus(LEAD), List.of()));
        Term notDue = term("a", LEAD.minus(ROTATION).plusSeconds(1));
        assertThat(plan(notDue)).isEqualTo(new KeyPlan(null, List.of()));
    }

    @Test
    void anOverdueKeyIsStillReplacedWithTheWholeLead() {
        assertThat(plan(term("a", Duration.ofDays(-90)))).isEqualTo(new KeyPlan(NOW.plus(LEAD), List.of()));
    }

    @Test
    void whileOneIsWaitingNoOtherIsMade() {
        assertThat(plan(term("a", Duration.ofDays(-30)), term("b", Duration.ofMinutes(5))))
                .isEqualTo(new KeyPlan(null, List.of()));
    }

    @Test
    void aKeyStaysUntilTheLastTokenThatItSignedHasExpired() {
        Term old = term("a", Duration.ofDays(-30));
        assertThat(plan(old, term("b", LIFETIME.negated().plusSeconds(1))).spent())
                .isEmpty();
        assertThat(plan(old, term("b", LIFETIME.negated())).spent()).containsExactly("a");
    }
}
