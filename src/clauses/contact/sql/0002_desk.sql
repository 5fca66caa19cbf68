CREATE INDEX contact_report_unlocked ON contact_report (filed) WHERE locked = 0;

-- enduring
CREATE TABLE contact_amendment_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.amended')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX contact_amendment_event_about ON contact_amendment_event (about, n);
-- derived
CREATE TABLE contact_amendment (id TEXT PRIMARY KEY NOT NULL, report TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, sealed @bytes@ NOT NULL,
  reason TEXT NOT NULL, signed_by TEXT NOT NULL, signed_at @int@ NOT NULL) @strict@;
CREATE INDEX contact_amendment_report ON contact_amendment (report, signed_at, id);
