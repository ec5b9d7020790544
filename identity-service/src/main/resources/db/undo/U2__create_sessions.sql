DROP TABLE refresh_token;
DROP TABLE session;
DELETE FROM flyway_schema_history WHERE version = '2';
