-- enduring
CREATE TABLE directive_snapshot_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.snapshot_stored')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_snapshot_event_about ON directive_snapshot_event (about, n);
-- derived
CREATE TABLE directive_snapshot (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, reason TEXT NOT NULL, day TEXT NOT NULL, at @int@ NOT NULL,
  n @int@ NOT NULL, taken @int@ NOT NULL, taken_by TEXT NOT NULL, late @int@ NOT NULL, waiting @int@ NOT NULL, verified @int@ NOT NULL,
  asked @int@ NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL) @strict@;
CREATE INDEX directive_snapshot_day ON directive_snapshot (day, taken);
