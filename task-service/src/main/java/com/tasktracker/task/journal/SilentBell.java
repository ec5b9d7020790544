package com.tasktracker.task.journal;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;

/// Nobody watches yet.
@ApplicationScoped
class SilentBell implements Bell {

    @Override
    public void ring(Set<UUID> boards) {
        // Nobody to wake.
    }
}
