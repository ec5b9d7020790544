-- Each change of anything on a board writes its activity: that must not lock the board's own row, which all changes share.
-- The counter's row, which stands and falls with the board, is changed by the same statement anyway.
ALTER TABLE activity DROP CONSTRAINT activity_board_id_fkey;
ALTER TABLE activity
    ADD CONSTRAINT activity_board_id_fkey FOREIGN KEY (board_id) REFERENCES board_head ON DELETE CASCADE;
