package com.tasktracker.kit;

import com.tasktracker.kit.testing.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void theKitKeepsTheRulesOfTheHouse() {
        ArchitectureRules.check("com.tasktracker.kit");
    }
}
