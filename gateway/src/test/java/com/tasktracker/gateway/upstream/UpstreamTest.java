package com.tasktracker.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpstreamTest {
    /// When the pause of one that was cut off at 0 is over.
    private static final long AFTER_THE_PAUSE = Circuit.FIRST_PAUSE;

    @Test
    void anotherServesWhereAnotherLoopTakesTheTrialOfTheBest() {
        Upstream upstream = new Upstream("task-service", List.of("http://127.0.0.1:1", "http://127.0.0.1:2"));
        Replica cutOff = cutOff(upstream.replicas().getFirst());
        Replica well = upstream.replicas().getLast();

        Replica chosen = upstream.choose(takingTheTrialOf(cutOff, well), AFTER_THE_PAUSE);

        assertThat(chosen).isSameAs(well);
    }

    @Test
    void noneServesWhereAnotherLoopTakesTheTrialOfTheLast() {
        Upstream upstream = new Upstream("task-service", List.of("http://127.0.0.1:1", "http://127.0.0.1:2"));
        Replica first = cutOff(upstream.replicas().getFirst());
        Replica second = cutOff(upstream.replicas().getLast());
        assertThat(second.circuit().pass(AFTER_THE_PAUSE)).isTrue();

        assertThat(upstream.choose(takingTheTrialOf(first, second), AFTER_THE_PAUSE))
                .isNull();
    }

    @Test
    void oneThatIsCutOffIsTriedOnceItsPauseIsOver() {
        Upstream upstream = new Upstream("task-service", List.of("http://127.0.0.1:1"));
        Replica only = cutOff(upstream.replicas().getFirst());

        assertThat(upstream.choose(List.of(), AFTER_THE_PAUSE - 1)).isNull();
        assertThat(upstream.choose(List.of(), AFTER_THE_PAUSE)).isSameAs(only);
        assertThat(upstream.choose(List.of(), AFTER_THE_PAUSE)).isNull();
    }

    private static Replica cutOff(Replica replica) {
        for (int i = 0; i < Circuit.TOLERATED; i++) {
            replica.circuit().failed(0);
        }
        return replica;
    }

    /// None was tried; but by the time that the later one is looked at, another loop has the trial of the earlier.
    private static Collection<Replica> takingTheTrialOf(Replica earlier, Replica later) {
        return new ArrayList<>() {
            @Override
            public boolean contains(Object replica) {
                if (replica == later) {
                    earlier.circuit().pass(AFTER_THE_PAUSE);
                }
                return super.contains(replica);
            }
        };
    }
}
