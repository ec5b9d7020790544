-- A page of a list asks for its team as well. Taken for independent of each other, the two seem to leave a hundredth of the
-- list's tasks, so few that the planner sorts them all instead of walking along task_place as far as the page goes.
CREATE STATISTICS task_list_is_of_team (dependencies) ON list_id, team_id FROM task;
ANALYZE task;
