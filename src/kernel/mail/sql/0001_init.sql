-- passing
CREATE TABLE mail_outbox (id TEXT PRIMARY KEY NOT NULL, person @int@ NOT NULL, kind TEXT NOT NULL, about TEXT NOT NULL, url TEXT NOT NULL, name TEXT NOT NULL,
  email TEXT NOT NULL, lang TEXT NOT NULL, subject TEXT NOT NULL, text TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'withheld')), why TEXT NOT NULL, code @int@ NOT NULL, tries @int@ NOT NULL,
  made @int@ NOT NULL, due @int@ NOT NULL, sent @int@ NOT NULL, give_up @int@ NOT NULL, gather @int@ NOT NULL CHECK (gather IN (0, 1)),
  node TEXT NOT NULL, lease @int@ NOT NULL) @strict@;
CREATE INDEX mail_outbox_due ON mail_outbox (state, gather, due);
CREATE INDEX mail_outbox_made ON mail_outbox (made);
-- passing
CREATE TABLE mail_person (person @int@ PRIMARY KEY NOT NULL, email TEXT NOT NULL,
  pace TEXT NOT NULL CHECK (pace IN ('at_once', 'daily', 'none'))) @strict@;
-- passing
CREATE TABLE mail_return (email TEXT PRIMARY KEY NOT NULL, at @int@ NOT NULL) @strict@;
