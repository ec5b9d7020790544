package com.tasktracker.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CircuitTest {
    private final Circuit circuit = new Circuit();
    /// Such that a sum with it overflows.
    private long now = Long.MAX_VALUE - Circuit.FIRST_PAUSE / 2;

    @Test
    void opensAfterSoManyFailuresInARow() {
        fail(Circuit.TOLERATED - 1);
        assertThat(circuit.pass(now)).isTrue();

        fail(1);
        assertThat(circuit.isOpen()).isTrue();
        assertThat(circuit.wouldPass(now)).isFalse();
        assertThat(circuit.pass(now)).isFalse();
        assertThat(circuit.remainingPause(now)).isEqualTo(Circuit.FIRST_PAUSE);
    }

    @Test
    void successBetweenThemKeepsItClosed() {
        fail(Circuit.TOLERATED - 1);
        circuit.succeeded();
        fail(Circuit.TOLERATED - 1);

        assertThat(circuit.isOpen()).isFalse();
    }

    @Test
    void letsOneThroughAfterThePause() {
        fail(Circuit.TOLERATED);
        now += Circuit.FIRST_PAUSE;

        assertThat(circuit.pass(now)).isTrue();
        assertThat(circuit.pass(now)).isFalse();

        circuit.succeeded();
        assertThat(circuit.isOpen()).isFalse();
        assertThat(circuit.pass(now)).isTrue();
    }

    @Test
    void pauseGrowsWithEachFailedTrialUpToABound() {
        fail(Circuit.TOLERATED);
        long expected = Circuit.FIRST_PAUSE;
        for (int i = 0; i < 10; i++) {
            now += expected;
            assertThat(circuit.pass(now)).isTrue();
            fail(1);
            expected = Math.min(expected * 2, Circuit.LONGEST_PAUSE);
            assertThat(circuit.remainingPause(now)).isEqualTo(expected);
        }
        assertThat(expected).isEqualTo(Circuit.LONGEST_PAUSE);
    }

    @Test
    void trialThatIsGivenUpMakesRoomForTheNext() {
        fail(Circuit.TOLERATED);
        now += Circuit.FIRST_PAUSE;
        assertThat(circuit.pass(now)).isTrue();

        circuit.abandoned();

        assertThat(circuit.pass(now)).isTrue();
    }

    @Test
    void lateFailureOfAnEarlierRequestIsNoTrial() {
        fail(Circuit.TOLERATED);
        long pause = circuit.remainingPause(now);

        fail(3);

        assertThat(circuit.remainingPause(now)).isEqualTo(pause);
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.failed(now);
        }
    }
}
