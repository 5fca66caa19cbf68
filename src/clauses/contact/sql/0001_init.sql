-- passing
CREATE TABLE contact_draft (id TEXT PRIMARY KEY NOT NULL, code_hash TEXT NOT NULL UNIQUE, device TEXT NOT NULL, place TEXT NOT NULL,
  drill @int@ NOT NULL, by TEXT NOT NULL, began @int@ NOT NULL, changed @int@ NOT NULL, saves @int@ NOT NULL, code @bytes@ NOT NULL,
  text @bytes@ NOT NULL, report TEXT NOT NULL, sent @bytes@ NOT NULL) @strict@;
CREATE INDEX contact_draft_device ON contact_draft (device, changed);
CREATE INDEX contact_draft_changed ON contact_draft (changed);

-- enduring
CREATE TABLE contact_report_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.filed', 'contact.added_to',
  'contact.acknowledged', 'contact.escalated', 'contact.reviewed', 'contact.counselled', 'contact.published', 'contact.locked')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_report_event_about ON contact_report_event (about, n);
-- derived
CREATE TABLE contact_report (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, entry TEXT NOT NULL UNIQUE, place TEXT NOT NULL,
  department TEXT NOT NULL, body @int@ NOT NULL, day TEXT NOT NULL, request TEXT NOT NULL CHECK (request IN ('not said', 'nothing, they were there', 'entry', 'a person', 'records', 'information',
    'use of property', 'an interview', 'to serve papers', 'a detainer', 'an employment audit', 'something else')),
  mode TEXT NOT NULL CHECK (mode IN ('in person', 'telephone', 'e-mail', 'letter', 'portal', 'database query')), agency TEXT NOT NULL,
  paper TEXT NOT NULL, response TEXT NOT NULL, area TEXT NOT NULL CHECK (area IN ('not said', 'public', 'public-controlled', 'non-public', 'private-designated', 'vehicle lot')),
  detained @int@ NOT NULL, forced @int@ NOT NULL, departs @int@ NOT NULL,
  filed @int@ NOT NULL, version @int@ NOT NULL, path TEXT NOT NULL, outcome TEXT NOT NULL, facts TEXT NOT NULL, restricted @bytes@ NOT NULL,
  privileged @bytes@ NOT NULL, transcribed @int@ NOT NULL, acknowledged @int@ NOT NULL, escalated @int@ NOT NULL, reviewed @int@ NOT NULL,
  counselled @int@ NOT NULL, locked @int@ NOT NULL, publishable TEXT NOT NULL, redaction TEXT NOT NULL) @strict@;
CREATE INDEX contact_report_queue ON contact_report (acknowledged, filed);
CREATE INDEX contact_report_body ON contact_report (body, filed);
CREATE INDEX contact_report_day ON contact_report (day);

-- enduring
CREATE TABLE contact_agency_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.agency_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_agency_event_about ON contact_agency_event (about, n);
-- derived
CREATE TABLE contact_agency (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, name TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE contact_help_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.help_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_help_event_about ON contact_help_event (about, n);
-- derived
CREATE TABLE contact_help (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('wellbeing', 'union', 'other')),
  name TEXT NOT NULL, phone TEXT NOT NULL, text TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE contact_drill_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.drilled')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_drill_event_about ON contact_drill_event (about, n);
-- derived
CREATE TABLE contact_drill (id TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL, day TEXT NOT NULL, path TEXT NOT NULL, minutes @int@ NOT NULL) @strict@;
