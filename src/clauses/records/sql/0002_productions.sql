-- enduring
CREATE TABLE records_exemption_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.exemption_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_exemption_event_about ON records_exemption_event (about, n);
-- derived
CREATE TABLE records_exemption (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, law TEXT NOT NULL, code TEXT NOT NULL, title TEXT NOT NULL,
  citation TEXT NOT NULL, source TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_key_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.key_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_key_event_about ON records_key_event (about, n);
-- derived
CREATE TABLE records_key (id TEXT PRIMARY KEY NOT NULL, key TEXT NOT NULL, day TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_production_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.production_opened')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_production_event_about ON records_production_event (about, n);
-- derived
CREATE TABLE records_production (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, number @int@ NOT NULL, day TEXT NOT NULL, 
  channel TEXT NOT NULL CHECK (channel IN ('none', 'portal', 'mail', 'post', 'fax', 'phone', 'visit')),
  letter TEXT NOT NULL, pattern TEXT NOT NULL, UNIQUE (about, number)) @strict@;

-- enduring
CREATE TABLE records_file_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.file_received', 'records.file_read', 'records.file_looked', 'records.file_held', 'records.file_decided')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_file_event_about ON records_file_event (about, n);
-- derived
CREATE TABLE records_file (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, request TEXT NOT NULL, n @int@ NOT NULL, name TEXT NOT NULL,
  inside TEXT NOT NULL, copy_of TEXT NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL, media TEXT NOT NULL, kind TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('being read', 'to be looked through', 'open', 'unpacked', 'held back', 'kept sealed', 'copy released')), problem TEXT NOT NULL, pages @int@ NOT NULL,
  blank @int@ NOT NULL, found TEXT NOT NULL, columns TEXT NOT NULL, facts TEXT NOT NULL, facts_size @int@ NOT NULL, sealed TEXT NOT NULL, sealed_size @int@ NOT NULL,
  sealed_name @bytes@ NOT NULL, reasons TEXT NOT NULL, decided TEXT NOT NULL, decided_by TEXT NOT NULL) @strict@;
CREATE INDEX records_file_about ON records_file (about, n);
CREATE INDEX records_file_request ON records_file (request, about, n);
CREATE INDEX records_file_sha256 ON records_file (sha256, id);
CREATE INDEX records_file_state ON records_file (state, id);

-- enduring
CREATE TABLE records_item_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.item_written', 'records.item_struck')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_item_event_about ON records_item_event (about, n);
-- derived
CREATE TABLE records_item (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, n @int@ NOT NULL, production @int@ NOT NULL, file TEXT NOT NULL, first @int@ NOT NULL,
  last @int@ NOT NULL, count @int@ NOT NULL, outcome TEXT NOT NULL CHECK (outcome IN ('released in full', 'released in part', 'withheld', 'referred')),
  reasons TEXT NOT NULL, asks TEXT NOT NULL, note TEXT NOT NULL, day TEXT NOT NULL, struck TEXT NOT NULL) @strict@;
CREATE INDEX records_item_of ON records_item (about, n);

-- enduring
CREATE TABLE records_fact_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.fact_read', 'records.fact_second', 'records.fact_struck')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_fact_event_about ON records_fact_event (about, n);
-- derived
CREATE TABLE records_fact (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, n @int@ NOT NULL, ask @int@ NOT NULL,
  question TEXT NOT NULL CHECK (question IN ('who', 'why', 'cost', 'other')), type TEXT NOT NULL CHECK (type IN ('number', 'date', 'office', 'amount', 'statement')),
  label TEXT NOT NULL, value TEXT NOT NULL, unit TEXT NOT NULL, file TEXT NOT NULL, page @int@ NOT NULL, quote TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('one reader', 'confirmed', 'disagreed', 'struck')), reader TEXT NOT NULL, second TEXT NOT NULL, second_value TEXT NOT NULL,
  note TEXT NOT NULL) @strict@;
CREATE INDEX records_fact_of ON records_fact (about, n);

-- derived
CREATE TABLE records_page (id TEXT PRIMARY KEY NOT NULL, file TEXT NOT NULL, page @int@ NOT NULL, label TEXT NOT NULL, bates TEXT NOT NULL, prefix TEXT NOT NULL,
  num @int@ NOT NULL, marks TEXT NOT NULL, hash TEXT NOT NULL, letters @int@ NOT NULL) @strict@;
CREATE INDEX records_page_file ON records_page (file, page);
CREATE INDEX records_page_bates ON records_page (bates, file);

-- passing
CREATE TABLE records_upload (id TEXT PRIMARY KEY NOT NULL, production TEXT NOT NULL, number @int@ NOT NULL, batch @int@ NOT NULL, name TEXT NOT NULL,
  found TEXT NOT NULL, sealed_name @bytes@ NOT NULL, size @int@ NOT NULL, got @int@ NOT NULL, who TEXT NOT NULL, started @int@ NOT NULL) @strict@;
CREATE INDEX records_upload_production ON records_upload (production, started);
-- passing
CREATE TABLE records_chunk (id TEXT PRIMARY KEY NOT NULL, upload TEXT NOT NULL, start @int@ NOT NULL, sha256 TEXT NOT NULL, size @int@ NOT NULL) @strict@;
CREATE INDEX records_chunk_of ON records_chunk (upload, start);
