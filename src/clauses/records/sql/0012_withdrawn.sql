-- enduring
CREATE TABLE records_released_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.released_read', 'records.released_withdrawn',
  'records.released_back')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
INSERT INTO records_released_event_wide (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM records_released_event ORDER BY n;
DROP TABLE records_released_event;
ALTER TABLE records_released_event_wide RENAME TO records_released_event;
CREATE INDEX records_released_event_about ON records_released_event (about, n);
ALTER TABLE records_released ADD COLUMN withdrawn TEXT NOT NULL DEFAULT '';
