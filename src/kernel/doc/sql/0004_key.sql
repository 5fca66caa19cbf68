-- enduring
CREATE TABLE doc_key_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('doc.key_set', 'records.key_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX doc_key_event_about ON doc_key_event (about, n);
-- derived
CREATE TABLE doc_key (id TEXT PRIMARY KEY NOT NULL, key TEXT NOT NULL, day TEXT NOT NULL) @strict@;
