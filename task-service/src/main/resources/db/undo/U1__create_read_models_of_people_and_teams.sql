DROP TABLE departure, feed_cursor, member_rebuild, member, team_rebuild, team, signing_key_rebuild, signing_key,
    ended_session_rebuild, ended_session, person_rebuild, person;
DELETE FROM flyway_schema_history WHERE version = '1';
