-- enduring
CREATE TABLE records_seen_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.seen_written')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_seen_event_about ON records_seen_event (about, n);
-- derived
CREATE TABLE records_seen (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, requester TEXT NOT NULL, holder TEXT NOT NULL, tracking TEXT NOT NULL,
  title TEXT NOT NULL, state TEXT NOT NULL CHECK (state IN ('asked', 'released', 'released in part', 'refused', 'in court')), day TEXT NOT NULL,
  at_url TEXT NOT NULL, categories TEXT NOT NULL, note TEXT NOT NULL) @strict@;
