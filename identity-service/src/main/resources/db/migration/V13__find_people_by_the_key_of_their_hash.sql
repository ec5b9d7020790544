-- Whose address is to be hashed anew while EMAIL_HASH_KEY is being exchanged.
CREATE INDEX feed_email_hash_key ON feed ((private_data -> 'team-service' ->> 'email_hash_key'))
    WHERE type = 'person.changed' AND private_data -> 'team-service' ->> 'email_hash' IS NOT NULL;
