package com.tasktracker.team.people;

import com.tasktracker.kit.data.Row;
import java.sql.SQLException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A person as others see them. Of somebody who is not known here (yet) there is the id alone; of a deleted account the
/// id and "Deleted user".
public record PersonSummary(
        UUID id,
        @Nullable String username,
        @Nullable String displayName,
        @Nullable String avatarUrl) {

    private static final String DELETED_NAME = "Deleted user";

    /// The columns of a summary, for a statement that joins `person AS <alias>` from the left.
    ///
    /// @param alias of the table; the columns are named after it
    /// @param id the column that refers to the person
    public static String columns(String alias, String id) {
        return "%2$s AS %1$s_id, %1$s.username AS %1$s_username, %1$s.display_name AS %1$s_name, ".formatted(alias, id)
                + "%1$s.avatar_url AS %1$s_avatar, coalesce(%1$s.deleted, false) AS %1$s_deleted".formatted(alias);
    }

    public static PersonSummary of(Row row, String alias) throws SQLException {
        UUID id = row.id(alias + "_id");
        return row.flag(alias + "_deleted")
                ? new PersonSummary(id, null, DELETED_NAME, null)
                : new PersonSummary(
                        id,
                        row.textOrNull(alias + "_username"),
                        row.textOrNull(alias + "_name"),
                        row.textOrNull(alias + "_avatar"));
    }
}
