-- enduring
CREATE TABLE contact_template_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.template_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_template_event_about ON contact_template_event (about, n);
-- derived
CREATE TABLE contact_template (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
  approver TEXT NOT NULL, approved TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE contact_rollcall_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.rollcall_asked',
  'contact.rollcall_ended')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_rollcall_event_about ON contact_rollcall_event (about, n);
-- derived
CREATE TABLE contact_rollcall (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, whom TEXT NOT NULL CHECK (whom IN ('all liaisons', 'leads of places')), department TEXT NOT NULL,
  places TEXT NOT NULL, template TEXT NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL, minutes @int@ NOT NULL, asked @int@ NOT NULL,
  until @int@ NOT NULL, ended @int@ NOT NULL) @strict@;
CREATE INDEX contact_rollcall_open ON contact_rollcall (ended, until);

-- enduring
CREATE TABLE contact_asked_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.asked', 'contact.answered')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_asked_event_about ON contact_asked_event (about, n);
-- derived
CREATE TABLE contact_asked (id TEXT PRIMARY KEY NOT NULL, rollcall TEXT NOT NULL, place TEXT NOT NULL, department TEXT NOT NULL, name TEXT NOT NULL,
  phone TEXT NOT NULL, person @int@ NOT NULL, alternate TEXT NOT NULL, alternate_phone TEXT NOT NULL, alternate_person @int@ NOT NULL,
  token_hash TEXT NOT NULL UNIQUE, token @bytes@ NOT NULL, mails @int@ NOT NULL, answer TEXT NOT NULL CHECK (answer IN ('none', 'self', 'alternate')), answered @int@ NOT NULL,
  answered_by TEXT NOT NULL) @strict@;
CREATE INDEX contact_asked_rollcall ON contact_asked (rollcall);

-- enduring
CREATE TABLE contact_call_test_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.call_tested')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_call_test_event_about ON contact_call_test_event (about, n);
-- derived
CREATE TABLE contact_call_test (id TEXT PRIMARY KEY NOT NULL, rollcall @int@ NOT NULL, place TEXT NOT NULL, department TEXT NOT NULL,
  day TEXT NOT NULL, result TEXT NOT NULL CHECK (result IN ('waiting', 'answered', 'alternate answered', 'silent', 'nobody on the roster')), seconds @int@ NOT NULL) @strict@;
CREATE INDEX contact_call_test_place ON contact_call_test (place, day);
CREATE INDEX contact_call_test_department ON contact_call_test (department, day);
