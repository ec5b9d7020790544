package com.tasktracker.task.people;

import com.tasktracker.kit.data.Row;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Somebody as shown along with what they made or hold. Of a person whom the feed has not told yet there is the id
/// alone.
public record PersonSummary(
        UUID id,
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String avatarUrl) {

    private static final String DELETED = "Deleted user";

    /// The columns of a person in a statement where the table `person` is joined under that alias.
    public static String columns(String alias) {
        return "%1$s.username AS %1$s_username, %1$s.display_name AS %1$s_name, %1$s.avatar_url AS %1$s_avatar, %1$s.deleted AS %1$s_deleted"
                .formatted(alias);
    }

    /// Reads [#columns].
    public static PersonSummary read(Row row, UUID id, String alias) throws SQLException {
        return of(
                id,
                row.textOrNull(alias + "_username"),
                row.textOrNull(alias + "_name"),
                row.textOrNull(alias + "_avatar"),
                row.flag(alias + "_deleted"));
    }

    /// As somebody is shown; of whoever has closed the account nothing is told but that.
    public static PersonSummary of(
            UUID id,
            @Nullable String username,
            @Nullable String displayName,
            @Nullable String avatarUrl,
            boolean isDeleted) {
        return isDeleted
                ? new PersonSummary(id, null, DELETED, null)
                : new PersonSummary(id, username, displayName, avatarUrl);
    }
}
