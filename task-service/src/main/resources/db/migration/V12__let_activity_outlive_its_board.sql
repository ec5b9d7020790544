-- The activity of a task goes with it to another board, and so has to outlive the board on which it happened: when that is
-- purged, these rows refer to a counter that is gone. The purge removes all the others by itself; there is nothing that it
-- could leave to this constraint, since a row is written by the statement that raises the counter, and only then.
ALTER TABLE activity DROP CONSTRAINT activity_board_id_fkey;
