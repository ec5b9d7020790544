DROP INDEX session_user_id;
DELETE FROM flyway_schema_history WHERE version = '9';
