-- enduring
CREATE TABLE contact_report_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('contact.filed', 'contact.added_to',
  'contact.acknowledged', 'contact.escalated', 'contact.reviewed', 'contact.counselled', 'contact.published', 'contact.locked', 'contact.amended')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
INSERT INTO contact_report_event_wide (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM contact_report_event ORDER BY n;
DROP TABLE contact_report_event;
ALTER TABLE contact_report_event_wide RENAME TO contact_report_event;
CREATE INDEX contact_report_event_about ON contact_report_event (about, n);
