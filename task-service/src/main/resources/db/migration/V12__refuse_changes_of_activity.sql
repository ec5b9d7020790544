-- What happened stays as it was written: the service adds rows and, with what they belong to, removes them.
REVOKE UPDATE ON activity FROM "${runtime_role}";
