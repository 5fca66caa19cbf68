-- enduring
CREATE TABLE records_mail_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.mail_taken', 'records.mail_sorted')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_mail_event_about ON records_mail_event (about, n);
-- derived
CREATE TABLE records_mail (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, entry TEXT NOT NULL, message TEXT NOT NULL, added TEXT NOT NULL) @strict@;
CREATE INDEX records_mail_about ON records_mail (about, added);
CREATE INDEX records_mail_message ON records_mail (message);
