DROP TABLE member_rebuild;
DROP TABLE team_rebuild;
DROP TABLE member;
DROP TABLE team;
DROP TABLE feed_cursor;
DELETE FROM flyway_schema_history WHERE version = '5';
