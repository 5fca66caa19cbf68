-- enduring
CREATE TABLE pack_row_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('pack.row_loaded', 'pack.row_gone')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX pack_row_event_about ON pack_row_event (about, n);
-- derived
CREATE TABLE pack_row (id TEXT PRIMARY KEY NOT NULL, file TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (file, key)) @strict@;
