ALTER TABLE city_link ADD COLUMN from_title TEXT NOT NULL DEFAULT '';
ALTER TABLE city_link ADD COLUMN from_url TEXT NOT NULL DEFAULT '';

-- enduring
CREATE TABLE city_link_end_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.unlinked', 'city.linked_again')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_link_end_event_about ON city_link_end_event (about, n);
-- derived
CREATE TABLE city_link_end (id TEXT PRIMARY KEY NOT NULL, ended TEXT, reason TEXT NOT NULL) @strict@;
