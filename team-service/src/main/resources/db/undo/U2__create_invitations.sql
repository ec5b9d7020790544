ALTER TABLE person_rebuild DROP COLUMN former_email_hash;
ALTER TABLE person DROP COLUMN former_email_hash;
DROP TABLE mail_sent;
DROP TABLE mail;
DROP TABLE invitation_token;
DROP TABLE invitation;
DELETE FROM flyway_schema_history WHERE version = '2';
