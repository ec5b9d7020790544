ALTER TABLE activity DROP CONSTRAINT activity_board_id_fkey;
ALTER TABLE activity ADD CONSTRAINT activity_board_id_fkey FOREIGN KEY (board_id) REFERENCES board ON DELETE CASCADE;
DELETE FROM flyway_schema_history WHERE version = '8';
