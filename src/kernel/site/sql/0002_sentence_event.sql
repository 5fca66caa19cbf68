-- enduring
CREATE TABLE site_sentence_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('site.sentence_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX site_sentence_event_about ON site_sentence_event (about, n);
