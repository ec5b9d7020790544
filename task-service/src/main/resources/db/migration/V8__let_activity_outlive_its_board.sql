-- Each change of anything on a board writes its activity: that must not lock the board's own row, which all changes share.
-- And the activity of a task goes with it to another board, so that it has to outlive the board on which it happened. The
-- purge of a board removes the rest by itself; there is nothing that it could leave to a constraint, since a row is written
-- by the statement that raises the board's counter, and only then.
--
-- Both tables are needed, and requests take them in this order: the other way round they would meet in a deadlock.
LOCK TABLE board, activity;
ALTER TABLE activity DROP CONSTRAINT activity_board_id_fkey;
