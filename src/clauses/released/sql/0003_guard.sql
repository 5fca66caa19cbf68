-- enduring
CREATE TABLE released_file_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('released.file_taken', 'released.file_read', 'released.file_refused',
  'released.file_changed', 'released.file_held', 'released.file_decided', 'released.file_withdrawn', 'released.file_back')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
INSERT INTO released_file_event_wide (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM released_file_event ORDER BY n;
DROP TABLE released_file_event;
ALTER TABLE released_file_event_wide RENAME TO released_file_event;
CREATE INDEX released_file_event_about ON released_file_event (about, n);
ALTER TABLE released_file ADD COLUMN found TEXT NOT NULL DEFAULT '';
ALTER TABLE released_file ADD COLUMN sealed TEXT NOT NULL DEFAULT '';
ALTER TABLE released_file ADD COLUMN sealed_size @int@ NOT NULL DEFAULT 0;
ALTER TABLE released_file ADD COLUMN clean TEXT NOT NULL DEFAULT '';
ALTER TABLE released_file ADD COLUMN clean_size @int@ NOT NULL DEFAULT 0;
ALTER TABLE released_file ADD COLUMN held TEXT NOT NULL DEFAULT 'open' CHECK (held IN ('open', 'held back', 'kept sealed', 'allowed'));
ALTER TABLE released_file ADD COLUMN decided TEXT NOT NULL DEFAULT '';
ALTER TABLE released_file ADD COLUMN allow TEXT NOT NULL DEFAULT '';
