-- enduring
CREATE TABLE released_file_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('released.file_taken', 'released.file_read', 'released.file_refused',
  'released.file_changed')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX released_file_event_about ON released_file_event (about, n);
-- derived
CREATE TABLE released_file (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, name TEXT NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL,
  agency TEXT NOT NULL, release TEXT NOT NULL, request @int@ NOT NULL, source TEXT NOT NULL, extracted TEXT NOT NULL, taken TEXT NOT NULL, heads TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('being read', 'read', 'refused', 'withdrawn')), problem TEXT NOT NULL, content TEXT NOT NULL, replaces @int@ NOT NULL) @strict@;
CREATE INDEX released_file_sha256 ON released_file (sha256);

-- enduring
CREATE TABLE released_map_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('released.map_saved')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX released_map_event_about ON released_map_event (about, n);
-- derived
CREATE TABLE released_map (id TEXT PRIMARY KEY NOT NULL, agency TEXT NOT NULL, head TEXT NOT NULL, kind TEXT NOT NULL, ideas TEXT NOT NULL,
  UNIQUE (agency, head)) @strict@;

-- derived
CREATE TABLE released_table (id TEXT PRIMARY KEY NOT NULL, file TEXT NOT NULL, n @int@ NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, head TEXT NOT NULL,
  columns @int@ NOT NULL, rows @int@ NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, report TEXT NOT NULL, UNIQUE (file, n)) @strict@;
