-- enduring
CREATE TABLE records_law_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.law_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_law_event_about ON records_law_event (about, n);
-- derived
CREATE TABLE records_law (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, title TEXT NOT NULL, citation TEXT NOT NULL, receipt TEXT NOT NULL,
  tracking TEXT NOT NULL, answer TEXT NOT NULL, extended TEXT NOT NULL, expedite TEXT NOT NULL, appeal TEXT NOT NULL, appeal_answer TEXT NOT NULL,
  suit TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_holder_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.holder_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_holder_event_about ON records_holder_event (about, n);
-- derived
CREATE TABLE records_holder (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, name TEXT NOT NULL, body TEXT NOT NULL, law TEXT NOT NULL,
  portal TEXT NOT NULL, portal_url TEXT NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL, liaison TEXT NOT NULL, mediator TEXT NOT NULL,
  appeal_to TEXT NOT NULL, appeal_rule TEXT NOT NULL, appeal_until TEXT NOT NULL, tracking TEXT NOT NULL, note TEXT NOT NULL, source TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_category_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.category_loaded')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_category_event_about ON records_category_event (about, n);
-- derived
CREATE TABLE records_category (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE,
  question TEXT NOT NULL CHECK (question IN ('who', 'why', 'cost', 'other')), title TEXT NOT NULL, text TEXT NOT NULL, systems TEXT NOT NULL,
  columns TEXT NOT NULL, holders TEXT NOT NULL, note TEXT NOT NULL, source TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_case_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.case_opened', 'records.case_changed')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_case_event_about ON records_case_event (about, n);
-- derived
CREATE TABLE records_case (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, title TEXT NOT NULL, law TEXT NOT NULL, holder TEXT NOT NULL,
  owner TEXT NOT NULL, body @int@ NOT NULL, why TEXT NOT NULL, area TEXT NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL, waiver @int@ NOT NULL,
  preserve @int@ NOT NULL, earlier @int@ NOT NULL,
  expedite TEXT NOT NULL CHECK (expedite IN ('none', 'threat to life', 'urgency to inform', 'loss of due process', 'widespread media interest')),
  expedite_text TEXT NOT NULL, ceiling @int@ NOT NULL, contact TEXT NOT NULL, parent @int@ NOT NULL, opened TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE records_ask_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.ask_written')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_ask_event_about ON records_ask_event (about, n);
-- derived
CREATE TABLE records_ask (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, number @int@ NOT NULL,
  question TEXT NOT NULL CHECK (question IN ('who', 'why', 'cost', 'other')), title TEXT NOT NULL, text TEXT NOT NULL, columns TEXT NOT NULL,
  category TEXT NOT NULL) @strict@;
CREATE INDEX records_ask_of ON records_ask (about, number);

-- enduring
CREATE TABLE records_entry_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.entry_added', 'records.entry_struck')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_entry_event_about ON records_entry_event (about, n);
-- derived
CREATE TABLE records_entry (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, n @int@ NOT NULL, day TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('approved', 'queued', 'sent', 'received', 'bounced', 'lost', 'acknowledged', 'forwarded to the right component',
    'asks us to clarify', 'asks us to narrow', 'asks about fees', 'asks for identity', 'we answered', 'extended', 'decision on expedition',
    'decision on the fee waiver', 'interim release', 'determination', 'outcome of an ask', 'clock lapsed', 'inquiry', 'appealed', 'appeal decided',
    'remanded', 'mediation asked', 'mediation ended', 'suit filed', 'suit ended', 'settled', 'owner changed', 'renumbered', 'split', 'merged',
    'withdrawn', 'closed', 'reopened', 'visibility', 'letter', 'call', 'note')),
  channel TEXT NOT NULL CHECK (channel IN ('none', 'portal', 'mail', 'post', 'fax', 'phone', 'visit')),
  way TEXT NOT NULL CHECK (way IN ('own', 'out', 'in')), office TEXT NOT NULL, text TEXT NOT NULL, tracking TEXT NOT NULL, component TEXT NOT NULL,
  right_one @int@ NOT NULL, count @int@ NOT NULL,
  unit TEXT NOT NULL CHECK (unit IN ('calendar_days', 'working_days', 'weeks', 'months')), until TEXT NOT NULL, amount @int@ NOT NULL, scope TEXT NOT NULL, because TEXT NOT NULL,
  appeal TEXT NOT NULL, ask @int@ NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('open', 'full', 'part', 'none held', 'refused', 'glomar', 'referred', 'withdrawn', 'superseded')), reasons TEXT NOT NULL, pages TEXT NOT NULL, other TEXT NOT NULL, struck TEXT NOT NULL) @strict@;
CREATE INDEX records_entry_of ON records_entry (about, n);

-- enduring
CREATE TABLE records_date_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('records.date_set', 'records.date_recounted')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX records_date_event_about ON records_date_event (about, n);
-- derived
CREATE TABLE records_date (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('tracking number', 'answer', 'answer with extension', 'decision on expedition', 'constructive denial',
    'our reply', 'promised', 'appeal', 'answer to the appeal', 'suit', 'records from a department')),
  state TEXT NOT NULL CHECK (state IN ('expected', 'running', 'paused', 'met', 'moot')), spec TEXT NOT NULL, evidence TEXT NOT NULL, rule TEXT NOT NULL,
  calendar TEXT NOT NULL, start TEXT NOT NULL, due TEXT NOT NULL, first TEXT NOT NULL, was TEXT NOT NULL, met TEXT NOT NULL, reason TEXT NOT NULL,
  UNIQUE (about, key)) @strict@;
CREATE INDEX records_date_state ON records_date (state, due, id);

-- derived
CREATE TABLE records_line (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, title TEXT NOT NULL, holder TEXT NOT NULL, owner TEXT NOT NULL,
  delivery TEXT NOT NULL, ball TEXT NOT NULL, ball_why TEXT NOT NULL, clock TEXT NOT NULL, level TEXT NOT NULL, seen TEXT NOT NULL, embargo TEXT NOT NULL,
  sent TEXT NOT NULL, received TEXT NOT NULL, started TEXT NOT NULL, determined TEXT NOT NULL, appealed TEXT NOT NULL, suit TEXT NOT NULL,
  tracking TEXT NOT NULL, asks @int@ NOT NULL, open @int@ NOT NULL, closed @int@ NOT NULL, latest TEXT NOT NULL, due TEXT NOT NULL, due_kind TEXT NOT NULL, sort TEXT NOT NULL) @strict@;
CREATE INDEX records_line_due ON records_line (closed, sort, number, ball, clock);
CREATE INDEX records_line_holder ON records_line (holder, closed, sort, number);
CREATE INDEX records_line_ball ON records_line (ball, closed, sort, number);
CREATE INDEX records_line_clock ON records_line (clock, closed, sort, number);
CREATE INDEX records_line_seen ON records_line (seen, number);
