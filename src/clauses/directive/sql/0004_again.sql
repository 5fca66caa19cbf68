-- enduring
CREATE TABLE directive_again_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.again_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_again_event_about ON directive_again_event (about, n);
-- derived
CREATE TABLE directive_again (id TEXT PRIMARY KEY NOT NULL, direction TEXT NOT NULL UNIQUE, rule TEXT NOT NULL,
  counted TEXT NOT NULL CHECK (counted IN ('calendar', 'completion')), start TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE directive_turn_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.turn_opened', 'directive.turn_met',
  'directive.turn_missed')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_turn_event_about ON directive_turn_event (about, n);
-- derived
CREATE TABLE directive_turn (id TEXT PRIMARY KEY NOT NULL, cell TEXT NOT NULL, number @int@ NOT NULL, owes TEXT NOT NULL, opened TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'met', 'late', 'missed')), claimed TEXT, claimed_by TEXT NOT NULL, verified TEXT,
  verified_by TEXT NOT NULL, pieces @int@ NOT NULL, UNIQUE (cell, number)) @strict@;
