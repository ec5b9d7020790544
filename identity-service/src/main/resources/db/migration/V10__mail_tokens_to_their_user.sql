-- A token that proves an address is for the user who asked for it, not for whoever else names the same address.
ALTER TABLE mail ADD COLUMN user_id uuid REFERENCES users ON DELETE CASCADE;
DROP INDEX mail_waiting;
CREATE UNIQUE INDEX mail_waiting ON mail (lower(address COLLATE "C"), purpose, user_id) NULLS NOT DISTINCT
    WHERE sent_at IS NULL;
