-- enduring
CREATE TABLE directive_order_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.order_loaded', 'directive.signed_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_order_event_about ON directive_order_event (about, n);
-- derived
CREATE TABLE directive_order (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, key TEXT NOT NULL UNIQUE, title TEXT NOT NULL, issuer TEXT NOT NULL,
  series TEXT NOT NULL, year @int@ NOT NULL, number @int@ NOT NULL, signed_on TEXT NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE directive_direction_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.direction_loaded',
  'directive.measure_set')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_direction_event_about ON directive_direction_event (about, n);
-- derived
CREATE TABLE directive_direction (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, order_ref TEXT NOT NULL, title TEXT NOT NULL, words TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('policy', 'training', 'practice', 'sustained')), measure TEXT NOT NULL, since TEXT NOT NULL,
  everyone @int@ NOT NULL, place @int@ NOT NULL, source TEXT NOT NULL, note TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE directive_target_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.target_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_target_event_about ON directive_target_event (about, n);
-- derived
CREATE TABLE directive_target (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, direction TEXT NOT NULL, label TEXT NOT NULL, rule TEXT NOT NULL,
  start TEXT NOT NULL, place @int@ NOT NULL) @strict@;
CREATE INDEX directive_target_direction ON directive_target (direction, place);

-- enduring
CREATE TABLE directive_cell_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.asked', 'directive.started',
  'directive.claimed', 'directive.returned', 'directive.verified', 'directive.step_verified', 'directive.declined', 'directive.extended',
  'directive.explained', 'directive.evidence_added', 'directive.stage_set', 'directive.reminded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_cell_event_about ON directive_cell_event (about, n);
CREATE INDEX directive_cell_event_holds ON directive_cell_event (holds, n);
-- derived
CREATE TABLE directive_cell (id TEXT PRIMARY KEY NOT NULL, direction TEXT NOT NULL, department TEXT NOT NULL, body @int@ NOT NULL, owes TEXT NOT NULL,
  step @int@ NOT NULL, steps @int@ NOT NULL, state TEXT NOT NULL CHECK (state IN ('not_started', 'in_process', 'ready_for_review', 'returned',
  'implemented', 'will_not', 'no_further_action', 'not_applicable')), claimed TEXT, claimed_by TEXT NOT NULL, verified TEXT, verified_by TEXT NOT NULL,
  stage TEXT NOT NULL CHECK (stage IN ('policy', 'training', 'practice', 'sustained')), excuse TEXT NOT NULL, reason TEXT NOT NULL,
  reminded @int@ NOT NULL, expires TEXT, n @int@ NOT NULL, UNIQUE (direction, department)) @strict@;
CREATE INDEX directive_cell_department ON directive_cell (department, direction);

-- enduring
CREATE TABLE directive_evidence_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.piece_added')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_evidence_event_about ON directive_evidence_event (about, n);
-- derived
CREATE TABLE directive_evidence (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, url TEXT NOT NULL, text TEXT NOT NULL, dated TEXT NOT NULL,
  added TEXT NOT NULL, owner TEXT NOT NULL, department TEXT NOT NULL, expires TEXT) @strict@;
CREATE INDEX directive_evidence_department ON directive_evidence (department, added);

-- enduring
CREATE TABLE directive_serves_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('directive.piece_serves')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX directive_serves_event_about ON directive_serves_event (about, n);
-- derived
CREATE TABLE directive_serves (id TEXT PRIMARY KEY NOT NULL, evidence TEXT NOT NULL, cell TEXT NOT NULL, UNIQUE (evidence, cell)) @strict@;
CREATE INDEX directive_serves_cell ON directive_serves (cell, evidence);
