-- They were keyed hashes of bodies with the password in them. Repeats from before this are no longer known as such.
DELETE FROM idempotency_key WHERE route = 'POST /auth/register';
