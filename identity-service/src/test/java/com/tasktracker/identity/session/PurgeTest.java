package com.tasktracker.identity.session;

import static com.tasktracker.identity.Api.login;
import static com.tasktracker.identity.Api.me;
import static com.tasktracker.identity.Api.refresh;
import static com.tasktracker.identity.Api.register;
import static com.tasktracker.identity.Races.atOnce;
import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.identity.Api.Account;
import com.tasktracker.identity.Api.Pair;
import com.tasktracker.identity.MovableClock;
import com.tasktracker.identity.Surroundings;
import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class PurgeTest {

    @Inject
    Sessions sessions;

    @Inject
    Sql sql;

    private int count(String table, Account account) {
        String of = table.equals("refresh_token")
                ? "refresh_token r JOIN session s ON s.id = r.session_id WHERE s.user_id = ?"
                : table + " WHERE user_id = ?";
        return sql.first("SELECT count(*) AS n FROM " + of, row -> row.number("n"), account.id())
                .orElseThrow();
    }

    @Test
    void whatHasRunOutIsForgottenHoweverManyReplicasPurge() throws Exception {
        Account account = register();
        refresh(login(account).refresh()).then().statusCode(200);
        MovableClock.advance(Duration.ofDays(29));
        Pair young = login(account);
        purgeOnFourReplicas();
        assertThat(count("session", account)).isEqualTo(2);
        MovableClock.advance(Duration.ofDays(2));
        purgeOnFourReplicas();
        assertThat(count("session", account)).isEqualTo(1);
        assertThat(count("refresh_token", account)).isEqualTo(1);
        me(Pair.of(refresh(young.refresh())).access()).then().statusCode(200);
    }

    private void purgeOnFourReplicas() throws Exception {
        Callable<Boolean> purge = () -> {
            sessions.purge();
            return true;
        };
        atOnce(Collections.nCopies(4, purge));
    }
}
