DROP TABLE signing_key;
DELETE FROM flyway_schema_history WHERE version = '3';
