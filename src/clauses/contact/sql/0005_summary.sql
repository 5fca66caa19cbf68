-- enduring
CREATE TABLE contact_summary_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.summary_published')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_summary_event_about ON contact_summary_event (about, n);
-- derived
CREATE TABLE contact_summary (id TEXT PRIMARY KEY NOT NULL, period TEXT NOT NULL UNIQUE, first TEXT NOT NULL, last TEXT NOT NULL, reports TEXT NOT NULL,
  under @int@ NOT NULL, made @int@ NOT NULL, published @int@ NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE contact_summary_counted (report TEXT PRIMARY KEY NOT NULL, summary TEXT NOT NULL) @strict@;

-- passing
CREATE TABLE contact_summary_waiting (period TEXT PRIMARY KEY NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, reports TEXT NOT NULL,
  under @int@ NOT NULL, counted @int@ NOT NULL, made @int@ NOT NULL, sha256 TEXT NOT NULL, text TEXT NOT NULL) @strict@;
