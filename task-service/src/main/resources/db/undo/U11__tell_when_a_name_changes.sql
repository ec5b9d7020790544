DROP TRIGGER people_removed ON person;
DROP TRIGGER people_changed ON person;
DROP TRIGGER board_list_renamed ON board_list;
DROP TRIGGER board_renamed ON board;
DROP FUNCTION note_name_change();
DROP TABLE name_changes;
DELETE FROM flyway_schema_history WHERE version = '11';
