package com.tasktracker.identity;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.RedisResource;
import com.tasktracker.kit.testing.SessionLimits;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@QuarkusTestResource(RedisResource.class)
class SessionLimitsTest {

    @Inject
    Sql sql;

    @Test
    void noStatementAndNoWaitGoesOnForEver() {
        SessionLimits.check(sql);
    }
}
