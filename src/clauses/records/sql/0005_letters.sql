-- enduring
CREATE TABLE records_piece_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.piece_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_piece_event_about ON records_piece_event (about, n);
-- derived
CREATE TABLE records_piece (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, law TEXT NOT NULL, letter TEXT NOT NULL, place @int@ NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('head', 'date', 'to', 'subject', 'heading', 'paragraph', 'ask', 'ask line', 'ground', 'ground line', 'dates', 'case',
  'case line', 'sign', 'enclosure')), section TEXT NOT NULL, conditions TEXT NOT NULL, text TEXT NOT NULL, citation TEXT NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_reason_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.reason_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_reason_event_about ON records_reason_event (about, n);
-- derived
CREATE TABLE records_reason (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, law TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('exemption', 'general', 'glomar', 'search', 'unanswered', 'constructive', 'fee', 'expedite', 'extension', 'denial',
  'closing', 'partial', 'no records', 'referral')), code TEXT NOT NULL,
  title TEXT NOT NULL, text TEXT NOT NULL, citation TEXT NOT NULL, appeal @int@ NOT NULL, since TEXT NOT NULL, until TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_box_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.box_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_box_event_about ON records_box_event (about, n);
-- derived
CREATE TABLE records_box (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, portal TEXT NOT NULL, holders TEXT NOT NULL, place @int@ NOT NULL,
  box TEXT NOT NULL, most @int@ NOT NULL, parts TEXT NOT NULL, note TEXT NOT NULL, source TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_letter_event (id @id@, about TEXT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('records.letter_written', 'records.letter_asked', 'records.letter_approved', 'records.letter_sent', 'records.letter_dropped')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_letter_event_about ON records_letter_event (about, n);
-- derived
CREATE TABLE records_letter (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, letter TEXT NOT NULL, version @int@ NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('draft', 'asked', 'approved', 'sent', 'dropped')), day TEXT NOT NULL, more TEXT NOT NULL, fallback TEXT NOT NULL,
  parts TEXT NOT NULL, sha256 TEXT NOT NULL, entry TEXT NOT NULL, UNIQUE (about, letter, version)) @strict@;
