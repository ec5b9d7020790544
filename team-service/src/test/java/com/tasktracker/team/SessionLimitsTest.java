package com.tasktracker.team;

import com.tasktracker.kit.testing.SessionLimits;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionLimitsTest extends ServiceTest {

    @Test
    void noStatementAndNoWaitGoesOnForEver() {
        SessionLimits.check(sql);
    }
}
