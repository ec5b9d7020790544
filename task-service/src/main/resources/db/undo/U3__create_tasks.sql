DROP TABLE comment, task_terms, task;
DELETE FROM flyway_schema_history WHERE version = '3';
