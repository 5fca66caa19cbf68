-- enduring
CREATE TABLE flow_part_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('flow.part_added', 'flow.part_changed')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX flow_part_event_about ON flow_part_event (about, n);
-- derived
CREATE TABLE flow_part (id TEXT PRIMARY KEY NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('node', 'choice', 'script', 'paper')), ref TEXT NOT NULL,
  place @int@ NOT NULL, text TEXT NOT NULL, UNIQUE (kind, ref)) @strict@;
CREATE INDEX flow_part_place ON flow_part (kind, place);

-- enduring
CREATE TABLE flow_version_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('flow.published')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX flow_version_event_about ON flow_version_event (about, n);
-- derived
CREATE TABLE flow_version (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, holds_from TEXT NOT NULL, since @int@ NOT NULL, text TEXT NOT NULL) @strict@;
CREATE INDEX flow_version_since ON flow_version (since, number);
