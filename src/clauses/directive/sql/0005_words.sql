-- enduring
CREATE TABLE directive_source_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.source_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_source_event_about ON directive_source_event (about, n);
-- derived
CREATE TABLE directive_source (id TEXT PRIMARY KEY NOT NULL, order_ref TEXT NOT NULL UNIQUE, file TEXT NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE directive_words_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.words_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_words_event_about ON directive_words_event (about, n);
-- derived
CREATE TABLE directive_words (id TEXT PRIMARY KEY NOT NULL, direction TEXT NOT NULL UNIQUE, order_ref TEXT NOT NULL, file TEXT NOT NULL,
  sha256 TEXT NOT NULL, page @int@ NOT NULL, first @int@ NOT NULL, last @int@ NOT NULL, words TEXT NOT NULL) @strict@;
