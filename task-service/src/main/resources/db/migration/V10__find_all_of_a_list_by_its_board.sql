-- All tasks of a list, deleted ones too: where a list is deleted the database makes sure that none is left, and the
-- trash is told to stand elsewhere. By the board first: an index of the list alone is taken for pages of the list as
-- well, whose tasks are then sorted instead of walked.
DROP INDEX task_of_list;
CREATE INDEX task_of_list ON task (board_id, list_id);
