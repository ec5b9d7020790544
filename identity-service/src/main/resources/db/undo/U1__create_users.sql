DROP TABLE user_profile;
DROP TABLE users;
DELETE FROM flyway_schema_history WHERE version = '1';
