ALTER TABLE flow_part ADD COLUMN gone @int@ NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
ALTER TABLE flow_part ADD COLUMN editor TEXT NOT NULL DEFAULT '';

-- enduring
CREATE TABLE flow_word_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('flow.word_put')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX flow_word_event_about ON flow_word_event (about, n);
-- derived
CREATE TABLE flow_word (id TEXT PRIMARY KEY NOT NULL, lang TEXT NOT NULL, source TEXT NOT NULL, text TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE flow_approval_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('flow.words_approved')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX flow_approval_event_about ON flow_approval_event (about, n);
-- derived
CREATE TABLE flow_approval (id TEXT PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL, counsel TEXT NOT NULL, approved_by TEXT NOT NULL,
  counsel_day TEXT NOT NULL, note TEXT NOT NULL, approved @int@ NOT NULL) @strict@;
CREATE INDEX flow_approval_approved ON flow_approval (approved, id);
