-- The identity service learns who owns each team that is on the feed already: it is numbered anew, as any change is.
WITH told AS (
    SELECT f.subject, t.owner_id, row_number() OVER (ORDER BY f.seq) AS place
      FROM feed f JOIN team t ON f.subject = 'team/' || t.id
),
head AS (
    UPDATE feed_head SET seq = seq + (SELECT count(*) FROM told) RETURNING seq - (SELECT count(*) FROM told) AS before
)
UPDATE feed f
   SET private_data = jsonb_build_object('identity-service', jsonb_build_object('owner_id', told.owner_id)),
       seq = head.before + told.place,
       time = clock_timestamp()
  FROM told, head
 WHERE f.subject = told.subject;
