UPDATE feed SET private_data = NULL WHERE type = 'team.changed';
DELETE FROM flyway_schema_history WHERE version = '3';
