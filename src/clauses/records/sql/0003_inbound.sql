-- enduring
CREATE TABLE records_inbound_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.inbound_received')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_inbound_event_about ON records_inbound_event (about, n);
-- derived
CREATE TABLE records_inbound (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, code_hash TEXT NOT NULL UNIQUE, received TEXT NOT NULL, entered TEXT NOT NULL,
  channel TEXT NOT NULL CHECK (channel IN ('web form', 'mail', 'post', 'fax', 'phone', 'visit')), text TEXT NOT NULL, format TEXT NOT NULL, lang TEXT NOT NULL,
  notice @int@ NOT NULL, name @bytes@ NOT NULL, reply @bytes@ NOT NULL, code @bytes@ NOT NULL) @strict@;
CREATE INDEX records_inbound_entered ON records_inbound (entered, channel);

-- enduring
CREATE TABLE records_step_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.step_added', 'records.step_struck')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_step_event_about ON records_step_event (about, n);
-- derived
CREATE TABLE records_step (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, n @int@ NOT NULL, day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('assigned', 'call for records', 'department answered', 'note', 'help to ask well', 'more time', 'determination', 'batch promised',
  'batch released', 'same as another', 'put on the public log', 'taken off the public log', 'closed', 'reopened')), office TEXT NOT NULL,
  text TEXT NOT NULL, reasons TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('none yet', 'all of it', 'part of it', 'denied', 'no records held', 'referred', 'withdrawn by the requester')), until TEXT NOT NULL, of_step TEXT NOT NULL, same @int@ NOT NULL,
  struck TEXT NOT NULL) @strict@;
CREATE INDEX records_step_of ON records_step (about, n);

-- enduring
CREATE TABLE records_paper_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.paper_added', 'records.paper_dropped')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_paper_event_about ON records_paper_event (about, n);
-- derived
CREATE TABLE records_paper (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL, media TEXT NOT NULL,
  holds TEXT NOT NULL CHECK (holds IN ('nothing of these', 'officers, by name or number', 'names and numbers of staff', 'people who asked for aid', 'advice of counsel',
  'something else that is withheld')), original TEXT NOT NULL, original_sha256 TEXT NOT NULL, batch TEXT NOT NULL, reasons TEXT NOT NULL, text TEXT NOT NULL,
  checked TEXT NOT NULL, dropped TEXT NOT NULL) @strict@;
CREATE INDEX records_paper_of ON records_paper (about, id);

-- derived
CREATE TABLE records_inbound_line (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, received TEXT NOT NULL, entered TEXT NOT NULL, channel TEXT NOT NULL,
  owner TEXT NOT NULL, subject TEXT NOT NULL, listed @int@ NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL, determined TEXT NOT NULL, extended TEXT NOT NULL,
  closed TEXT NOT NULL, due TEXT NOT NULL, due_kind TEXT NOT NULL, same @int@ NOT NULL, promised @int@ NOT NULL, calls @int@ NOT NULL, text TEXT NOT NULL,
  sort TEXT NOT NULL) @strict@;
CREATE INDEX records_inbound_line_sort ON records_inbound_line (sort, number);
CREATE INDEX records_inbound_line_listed ON records_inbound_line (listed, number);
