DROP STATISTICS task_list_is_of_team;
DELETE FROM flyway_schema_history WHERE version = '13';
