DROP TABLE mailed_token;
DROP TABLE mail;
DELETE FROM flyway_schema_history WHERE version = '7';
