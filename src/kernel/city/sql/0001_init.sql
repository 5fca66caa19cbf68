-- enduring
CREATE TABLE city_city_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.founded', 'city.changed')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_city_event_about ON city_city_event (about, n);
-- derived
CREATE TABLE city_city (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, zone TEXT NOT NULL, desk TEXT NOT NULL, phone TEXT NOT NULL,
  email TEXT NOT NULL, go TEXT NOT NULL, go_strong TEXT NOT NULL, go_soft TEXT NOT NULL, demo_note TEXT NOT NULL, demo_at @int@ NOT NULL) @strict@;

-- enduring
CREATE TABLE city_department_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.department_added',
  'city.department_renamed', 'city.department_closed')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE,
  salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_department_event_about ON city_department_event (about, n);
-- derived
CREATE TABLE city_department (id TEXT PRIMARY KEY NOT NULL, acronym TEXT NOT NULL UNIQUE, name TEXT NOT NULL, parent TEXT NOT NULL,
  head TEXT NOT NULL, phone TEXT NOT NULL, approves TEXT NOT NULL, note TEXT NOT NULL, num @int@ NOT NULL UNIQUE,
  active_from TEXT NOT NULL, active_to TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE city_liaison_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.liaison_named')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_liaison_event_about ON city_liaison_event (about, n);
-- derived
CREATE TABLE city_liaison (id TEXT PRIMARY KEY NOT NULL, department TEXT NOT NULL, name TEXT NOT NULL, phone TEXT NOT NULL,
  email TEXT NOT NULL, person @int@ NOT NULL, kind TEXT NOT NULL CHECK (kind IN ('liaison', 'alternate')), since TEXT NOT NULL,
  UNIQUE (department, kind)) @strict@;

-- enduring
CREATE TABLE city_link_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.linked')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_link_event_about ON city_link_event (about, n);
-- derived
CREATE TABLE city_link (id TEXT PRIMARY KEY NOT NULL, from_id TEXT NOT NULL, to_id TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
  url TEXT NOT NULL, day TEXT NOT NULL) @strict@;
CREATE INDEX city_link_from ON city_link (from_id, day, id);
CREATE INDEX city_link_to ON city_link (to_id, day, id);

-- enduring
CREATE TABLE city_evidence_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.evidence_offered')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_evidence_event_about ON city_evidence_event (about, n);
-- derived
CREATE TABLE city_evidence (id TEXT PRIMARY KEY NOT NULL, direction TEXT NOT NULL, department TEXT NOT NULL, kind TEXT NOT NULL,
  about TEXT NOT NULL, day TEXT NOT NULL) @strict@;
CREATE INDEX city_evidence_cell ON city_evidence (direction, department, day, id);
