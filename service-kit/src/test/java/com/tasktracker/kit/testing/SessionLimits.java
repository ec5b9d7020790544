package com.tasktracker.kit.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tasktracker.kit.data.Sql;

/// The limits of a service's database sessions, by which no statement and no wait goes on for ever.
public final class SessionLimits {

    private SessionLimits() {}

    /// Fails unless they are what the service asks for.
    public static void check(Sql sql) {
        assertThat(show(sql, "statement_timeout")).isEqualTo("5s");
        assertThat(show(sql, "lock_timeout")).isEqualTo("3s");
        assertThat(show(sql, "idle_in_transaction_session_timeout")).isEqualTo("10s");
    }

    private static String show(Sql sql, String setting) {
        return sql.first("SELECT current_setting(?) AS value", row -> row.text("value"), setting)
                .orElseThrow();
    }
}
