DROP TABLE known_address;
DELETE FROM flyway_schema_history WHERE version = '8';
