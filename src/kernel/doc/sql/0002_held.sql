-- enduring
CREATE TABLE doc_held_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('doc.attached')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX doc_held_event_about ON doc_held_event (about, n);
-- derived
CREATE TABLE doc_held (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL, media TEXT NOT NULL,
  name TEXT NOT NULL, may TEXT NOT NULL, department @int@ NOT NULL, owner @int@ NOT NULL, added TEXT NOT NULL) @strict@;
CREATE INDEX doc_held_about ON doc_held (about, id);
CREATE INDEX doc_held_sha256 ON doc_held (sha256, id);
