-- enduring
CREATE TABLE records_paper_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.paper_added', 'records.paper_dropped', 'records.paper_searched')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
INSERT INTO records_paper_event_wide (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM records_paper_event ORDER BY n;
DROP TABLE records_paper_event;
ALTER TABLE records_paper_event_wide RENAME TO records_paper_event;
CREATE INDEX records_paper_event_about ON records_paper_event (about, n);
ALTER TABLE records_paper ADD COLUMN searched TEXT NOT NULL DEFAULT 'not yet' CHECK (searched IN ('not yet', 'all of it', 'not all of it'));
ALTER TABLE records_paper ADD COLUMN found TEXT NOT NULL DEFAULT '';
ALTER TABLE records_paper ADD COLUMN place TEXT NOT NULL DEFAULT 'name' CHECK (place IN ('name', 'line', 'page', 'title', 'attached', 'addresses', 'subject', 'words', 'part', 'inside', 'named'));
ALTER TABLE records_paper ADD COLUMN place_at TEXT NOT NULL DEFAULT '';
