-- enduring
CREATE TABLE site_sentence_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('site.sentence_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX site_sentence_event_about ON site_sentence_event (about, n);

-- derived
CREATE TABLE site_sentence_wide (id TEXT PRIMARY KEY NOT NULL, n @int@ NOT NULL, text TEXT NOT NULL, module TEXT NOT NULL,
  figure TEXT NOT NULL, note TEXT NOT NULL) @strict@;
INSERT INTO site_sentence_wide (id, n, text, module, figure, note) SELECT id, n, text, module, figure, note FROM site_sentence;
DROP TABLE site_sentence;
ALTER TABLE site_sentence_wide RENAME TO site_sentence;
