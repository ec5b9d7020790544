package com.tasktracker.identity;

import com.tasktracker.kit.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theServiceKeepsTheRulesOfTheHouse() {
        ArchitectureRules.check("com.tasktracker.identity");
    }
}
