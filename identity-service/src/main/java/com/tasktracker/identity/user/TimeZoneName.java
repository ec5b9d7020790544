package com.tasktracker.identity.user;

import com.tasktracker.kit.body.Check;
import com.tasktracker.kit.problem.Fault.Code;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.ZoneId;
import java.util.Optional;

/// A name of the IANA time zone database.
@RegisterForReflection
public final class TimeZoneName implements Check {

    @Override
    public Optional<Finding> judge(String text) {
        return ZoneId.getAvailableZoneIds().contains(text)
                ? Optional.empty()
                : Optional.of(
                        new Finding(Code.NOT_ALLOWED, "must be a time zone of the IANA database such as Europe/Paris"));
    }
}
