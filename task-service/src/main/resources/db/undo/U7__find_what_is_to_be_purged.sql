DROP INDEX task_of_list, board_purge, task_purge;
DELETE FROM flyway_schema_history WHERE version = '7';
