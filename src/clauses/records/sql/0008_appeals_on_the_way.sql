-- derived
CREATE TABLE records_date_wide (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('tracking number', 'answer', 'answer with extension', 'decision on expedition', 'constructive denial',
    'our reply', 'promised', 'appeal', 'answer to the appeal', 'suit', 'records from a department', 'appeal: not heard sooner', 'appeal: fees')),
  state TEXT NOT NULL CHECK (state IN ('expected', 'running', 'paused', 'met', 'moot')), spec TEXT NOT NULL, evidence TEXT NOT NULL, rule TEXT NOT NULL,
  calendar TEXT NOT NULL, start TEXT NOT NULL, due TEXT NOT NULL, first TEXT NOT NULL, was TEXT NOT NULL, met TEXT NOT NULL, reason TEXT NOT NULL,
  UNIQUE (about, key)) @strict@;
INSERT INTO records_date_wide (id, about, key, kind, state, spec, evidence, rule, calendar, start, due, first, was, met, reason)
  SELECT id, about, key, kind, state, spec, evidence, rule, calendar, start, due, first, was, met, reason FROM records_date ORDER BY id;
DROP TABLE records_date;
ALTER TABLE records_date_wide RENAME TO records_date;
CREATE INDEX records_date_state ON records_date (state, due, id);
