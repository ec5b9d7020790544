package com.tasktracker.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.gateway.upstream.Replica.Readiness;
import java.net.URI;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private final Replica replica = new Replica(URI.create("http://127.0.0.1:8081"));

    private void fail() {
        for (int i = 0; i < Circuit.TOLERATED; i++) {
            replica.circuit().failed(0);
        }
        assertThat(replica.isCutOff()).isTrue();
    }

    @Test
    void oneThatComesBackServesAtOnce() {
        replica.found(Readiness.UP);
        fail();
        replica.found(Readiness.UNREACHABLE);
        assertThat(replica.isCutOff()).isTrue();

        replica.found(Readiness.UP);

        assertThat(replica.isCutOff()).isFalse();
    }

    @Test
    void oneThatOnlySaysThatItIsReadyStaysCutOff() {
        replica.found(Readiness.UP);
        fail();

        replica.found(Readiness.UP);

        assertThat(replica.isCutOff()).isTrue();
    }
}
