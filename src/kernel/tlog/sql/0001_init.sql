-- enduring
CREATE TABLE tlog_page (tree TEXT NOT NULL CHECK (tree IN ('audit', 'intake', 'draw')), upto @int@ NOT NULL, n @int@ NOT NULL, at @int@ NOT NULL,
  entries @bytes@ NOT NULL, hashes @bytes@ NOT NULL, note TEXT NOT NULL, PRIMARY KEY (tree, upto)) @strict@;
-- derived
CREATE TABLE tlog_tile (tree TEXT NOT NULL, level @int@ NOT NULL, n @int@ NOT NULL, root @bytes@ NOT NULL, hashes @bytes@ NOT NULL,
  PRIMARY KEY (tree, level, n)) @strict@;
-- enduring
CREATE TABLE tlog_held (tree TEXT NOT NULL CHECK (tree IN ('audit', 'intake')), id TEXT NOT NULL, entry @bytes@ NOT NULL, salt @bytes@ NOT NULL,
  PRIMARY KEY (tree, id)) @strict@;
-- enduring
CREATE TABLE tlog_placed (tree TEXT NOT NULL CHECK (tree IN ('audit', 'intake')), leaf @int@ NOT NULL, id TEXT NOT NULL, PRIMARY KEY (tree, leaf),
  UNIQUE (tree, id)) @strict@;
-- passing
CREATE TABLE tlog_cut (day TEXT PRIMARY KEY NOT NULL) @strict@;
-- enduring
CREATE TABLE tlog_key_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('tlog.key_set')), holds TEXT NOT NULL, value TEXT NOT NULL,
  n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX tlog_key_event_about ON tlog_key_event (about, n);
-- derived
CREATE TABLE tlog_key (id TEXT PRIMARY KEY NOT NULL, key TEXT NOT NULL) @strict@;
