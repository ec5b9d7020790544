package com.tasktracker.task;

import com.tasktracker.kit.data.Sql;
import com.tasktracker.kit.testing.SessionLimits;
import com.tasktracker.task.testing.TaskServiceTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@TaskServiceTest
class SessionLimitsTest {

    @Inject
    Sql sql;

    @Test
    void noStatementAndNoWaitGoesOnForEver() {
        SessionLimits.check(sql);
    }
}
