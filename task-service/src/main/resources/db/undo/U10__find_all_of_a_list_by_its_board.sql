DROP INDEX task_of_list;
CREATE INDEX task_of_list ON task (list_id);
DELETE FROM flyway_schema_history WHERE version = '10';
