-- enduring
CREATE TABLE records_released_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.released_read')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_released_event_about ON records_released_event (about, n);
-- derived
CREATE TABLE records_released (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, number @int@ NOT NULL, name TEXT NOT NULL, url TEXT NOT NULL, held TEXT NOT NULL,
  withheld TEXT NOT NULL, absent TEXT NOT NULL, day TEXT NOT NULL) @strict@;
CREATE INDEX records_released_about ON records_released (about);
