-- Each walk index below carries a filter and an ordering of GET /tasks, so that a page reads no more than page + 1
-- entries in each of the caller's teams, however many tasks there are. They cost a create or an update some 10 us and
-- 160 bytes of log each; a new filter or ordering is to be weighed against that.
COMMENT ON INDEX task_by_created IS 'GET /tasks: all tasks of a team, by created_at';
COMMENT ON INDEX task_by_updated IS 'GET /tasks: all tasks of a team, by updated_at';
COMMENT ON INDEX task_by_due IS 'GET /tasks: all tasks of a team, by due_date';
COMMENT ON INDEX task_by_priority IS 'GET /tasks: all tasks of a team, by priority';
COMMENT ON INDEX task_by_title IS 'GET /tasks: all tasks of a team, by title';
COMMENT ON INDEX task_of_status_by_created IS 'GET /tasks: those of one status (?status=), by created_at';
COMMENT ON INDEX task_of_status_by_updated IS 'GET /tasks: those of one status (?status=), by updated_at';
COMMENT ON INDEX task_of_status_by_due IS 'GET /tasks: those of one status (?status=), by due_date';
COMMENT ON INDEX task_of_status_by_priority IS 'GET /tasks: those of one status (?status=), by priority';
COMMENT ON INDEX task_of_status_by_title IS 'GET /tasks: those of one status (?status=), by title';
COMMENT ON INDEX task_of_assignee_by_created IS 'GET /tasks: those of one assignee or of none (?assigned_to=), by created_at; finds the tasks of whoever leaves the team, too';
COMMENT ON INDEX task_of_assignee_by_updated IS 'GET /tasks: those of one assignee or of none (?assigned_to=), by updated_at';
COMMENT ON INDEX task_of_assignee_by_due IS 'GET /tasks: those of one assignee or of none (?assigned_to=), by due_date';
COMMENT ON INDEX task_of_assignee_by_priority IS 'GET /tasks: those of one assignee or of none (?assigned_to=), by priority';
COMMENT ON INDEX task_of_assignee_by_title IS 'GET /tasks: those of one assignee or of none (?assigned_to=), by title';
COMMENT ON INDEX task_of_board_by_created IS 'GET /tasks: those of one board (?board=), by created_at';
COMMENT ON INDEX task_of_board_by_updated IS 'GET /tasks: those of one board (?board=), by updated_at';
COMMENT ON INDEX task_of_board_by_due IS 'GET /tasks: those of one board (?board=), by due_date';
COMMENT ON INDEX task_of_board_by_priority IS 'GET /tasks: those of one board (?board=), by priority';
COMMENT ON INDEX task_of_board_by_title IS 'GET /tasks: those of one board (?board=), by title';
COMMENT ON INDEX task_place IS 'GET /tasks?list=…&ordering=position, neighbours of a move; no two tasks of a list in one place';
COMMENT ON INDEX task_trash IS 'GET /tasks?deleted=true';
COMMENT ON INDEX task_terms_found IS 'GET /tasks?search=… and ?label=…, within the teams of the caller';
COMMENT ON INDEX comment_of_task IS 'GET /tasks/{id}/comments';
COMMENT ON INDEX activity_pkey IS 'GET /boards/{id}/events: the log of a board behind a number';
COMMENT ON INDEX activity_of_task IS 'GET /tasks/{id}/activity';
COMMENT ON INDEX board_of_team IS 'GET /boards; the deleted boards of a team, whose tasks are left out';
COMMENT ON INDEX member_pkey IS 'every request: the teams of the caller';

-- Room for the count of comments, which is in no index, to be changed in place: else each comment would make an entry in
-- every index of its task.
ALTER TABLE task SET (fillfactor = 90);
