DROP TABLE board_list, board_head, board;
DROP TYPE task_priority, task_status;
DELETE FROM flyway_schema_history WHERE version = '2';
