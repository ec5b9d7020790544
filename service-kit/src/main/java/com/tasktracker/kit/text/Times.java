package com.tasktracker.kit.text;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Times as RFC 3339 has them, from year 1 to 9999, to the microsecond at most.
public final class Times {

    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,6})?(Z|[+-]\\d{2}:\\d{2})", Pattern.CASE_INSENSITIVE);
    private static final LocalTime LAST_SECOND = LocalTime.of(23, 59, 59);

    private Times() {}

    /// A full timestamp; any offset is accepted and converted.
    public static Optional<Instant> parse(String text) {
        if (!TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        return attempt(text.toUpperCase(Locale.ROOT), false);
    }

    /// A full timestamp, or a bare date, which means the last second of that day in UTC.
    public static Optional<Instant> parseDue(String text) {
        return DATE.matcher(text).matches() ? attempt(text, true) : parse(text);
    }

    private static Optional<Instant> attempt(String text, boolean date) {
        try {
            OffsetDateTime time = date
                    ? LocalDate.parse(text).atTime(LAST_SECOND).atOffset(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).withOffsetSameInstant(ZoneOffset.UTC);
            return time.getYear() >= 1 && time.getYear() <= 9999 ? Optional.of(time.toInstant()) : Optional.empty();
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
