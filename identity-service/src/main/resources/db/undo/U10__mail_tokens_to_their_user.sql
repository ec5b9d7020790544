DELETE FROM mail;
DROP INDEX mail_waiting;
ALTER TABLE mail DROP COLUMN user_id;
CREATE UNIQUE INDEX mail_waiting ON mail (lower(address COLLATE "C"), purpose) WHERE sent_at IS NULL;
DELETE FROM flyway_schema_history WHERE version = '10';
