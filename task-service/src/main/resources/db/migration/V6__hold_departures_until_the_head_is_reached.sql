-- Noted before the feed's head was reached, a departure may be undone by what is still to come: it waits until then.
ALTER TABLE departure ADD COLUMN at_head boolean NOT NULL DEFAULT false;
