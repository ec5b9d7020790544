package com.tasktracker.kit.feed;

/// What a service that follows the people feed keeps to judge callers by, in the tables that the kit
/// itself reads.
public final class CallerProjections {

    private CallerProjections() {}

    /// `ended_session(sid, until)`, for [Admission].
    public static Projection endedSessions() {
        return Projection.into("ended_session")
                .keptOn("session.ended")
                .key("sid", ColumnType.UUID)
                .column("until", ColumnType.TIMESTAMPTZ)
                .expiringAt("until");
    }

    /// `signing_key(kid, jwk)`, for [com.tasktracker.kit.caller.AccessTokens].
    public static Projection signingKeys() {
        return Projection.into("signing_key")
                .keptOn("key.published")
                .removedOn("key.deleted")
                .key("kid", ColumnType.TEXT)
                .column("jwk", ColumnType.TEXT);
    }
}
