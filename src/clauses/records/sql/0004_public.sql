-- What a second person approved to be shown of a case: an entry, or a file under the name that it is published by.
-- enduring
CREATE TABLE records_shown_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.shown_approved', 'records.shown_taken_back')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_shown_event_about ON records_shown_event (about, n);
-- derived
CREATE TABLE records_shown (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, item TEXT NOT NULL UNIQUE, what TEXT NOT NULL CHECK (what IN ('entry', 'file')),
  entry TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL, crc @int@ NOT NULL, media TEXT NOT NULL, shown @int@ NOT NULL,
  approved @int@ NOT NULL) @strict@;
CREATE INDEX records_shown_about ON records_shown (about, what, shown);
CREATE INDEX records_shown_when ON records_shown (what, shown, approved);

-- What the approved entries alone give of a case that is public or will be. Made again with every entry; of other cases there is none.
-- derived
CREATE TABLE records_face (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, sent TEXT NOT NULL, latest TEXT NOT NULL, asks @int@ NOT NULL,
  answered @int@ NOT NULL) @strict@;
-- derived
CREATE TABLE records_face_ask (about TEXT NOT NULL, number @int@ NOT NULL, answer TEXT NOT NULL, reasons TEXT NOT NULL, pages TEXT NOT NULL, note TEXT NOT NULL,
  day TEXT NOT NULL, PRIMARY KEY (about, number)) @strict@;
-- derived
CREATE TABLE records_face_date (about TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (about, id)) @strict@;
-- derived
CREATE TABLE records_face_word (about TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (about, word)) @strict@;
