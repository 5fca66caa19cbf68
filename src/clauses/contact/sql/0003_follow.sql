-- enduring
CREATE TABLE contact_action_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.action_added', 'contact.action_done')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_action_event_about ON contact_action_event (about, n);
-- derived
CREATE TABLE contact_action (id TEXT PRIMARY KEY NOT NULL, report TEXT NOT NULL, what TEXT NOT NULL, owner TEXT NOT NULL, due TEXT NOT NULL,
  result TEXT NOT NULL, opened @int@ NOT NULL, done @int@ NOT NULL) @strict@;
CREATE INDEX contact_action_report ON contact_action (report, opened);

-- enduring
CREATE TABLE contact_camera_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.camera_asked', 'contact.camera_confirmed')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_camera_event_about ON contact_camera_event (about, n);
-- derived
CREATE TABLE contact_camera (id TEXT PRIMARY KEY NOT NULL, report TEXT NOT NULL, cameras TEXT NOT NULL, from_at @int@ NOT NULL, to_at @int@ NOT NULL,
  custodian TEXT NOT NULL, overwritten TEXT NOT NULL, asked @int@ NOT NULL, asked_by TEXT NOT NULL, confirmed @int@ NOT NULL,
  confirmed_by TEXT NOT NULL) @strict@;
CREATE INDEX contact_camera_report ON contact_camera (report, asked);

-- enduring
CREATE TABLE contact_notice_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.notice_due', 'contact.notice_written',
  'contact.notice_given')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_notice_event_about ON contact_notice_event (about, n);
-- derived
CREATE TABLE contact_notice (id TEXT PRIMARY KEY NOT NULL, report TEXT NOT NULL UNIQUE, received @int@ NOT NULL, hours @int@ NOT NULL, due @int@ NOT NULL,
  agency TEXT NOT NULL, nature TEXT NOT NULL, copy TEXT NOT NULL, given @int@ NOT NULL, given_how TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE contact_after_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.after_opened', 'contact.after_drafted',
  'contact.after_submitted', 'contact.after_accepted')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_after_event_about ON contact_after_event (about, n);
-- derived
CREATE TABLE contact_after (id TEXT PRIMARY KEY NOT NULL, report TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('open', 'draft', 'submitted', 'accepted')), why TEXT NOT NULL, opened @int@ NOT NULL, agencies TEXT NOT NULL,
  scope TEXT NOT NULL, papers TEXT NOT NULL, responses TEXT NOT NULL, communications TEXT NOT NULL, departures TEXT NOT NULL, corrective TEXT NOT NULL,
  submitted @int@ NOT NULL, submitted_by TEXT NOT NULL, accepted @int@ NOT NULL, accepted_by TEXT NOT NULL) @strict@;
