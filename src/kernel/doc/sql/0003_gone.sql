-- enduring
CREATE TABLE doc_gone_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('doc.removed', 'doc.back')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX doc_gone_event_about ON doc_gone_event (about, n);
-- derived
CREATE TABLE doc_gone (id TEXT PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL UNIQUE, gone @int@ NOT NULL, reason TEXT NOT NULL) @strict@;
