-- enduring
CREATE TABLE doc_blob_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('doc.stored')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX doc_blob_event_about ON doc_blob_event (about, n);
-- derived
CREATE TABLE doc_blob (id TEXT PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL UNIQUE, size @int@ NOT NULL, media TEXT NOT NULL, stored @int@ NOT NULL) @strict@;

-- enduring
CREATE TABLE doc_file_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('doc.attached')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX doc_file_event_about ON doc_file_event (about, n);
-- derived
CREATE TABLE doc_file (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL, media TEXT NOT NULL,
  name TEXT NOT NULL, may TEXT NOT NULL, department @int@ NOT NULL, owner @int@ NOT NULL, added TEXT NOT NULL) @strict@;
CREATE INDEX doc_file_about ON doc_file (about, id);
CREATE INDEX doc_file_sha256 ON doc_file (sha256, id);

-- enduring
CREATE TABLE doc_part (id @id@, sha256 TEXT NOT NULL, part @int@ NOT NULL, x @bytes@ NOT NULL, stored @int@ NOT NULL,
  UNIQUE (sha256, part)) @strict@;
