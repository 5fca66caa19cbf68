-- enduring
CREATE TABLE released_contract_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('released.contract_decided', 'released.contract_undone')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX released_contract_event_about ON released_contract_event (about, n);
-- derived
CREATE TABLE released_contract (id TEXT PRIMARY KEY NOT NULL, facility TEXT NOT NULL, text TEXT NOT NULL, flat @int@ NOT NULL, minimum @int@ NOT NULL, tiers TEXT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('each price for its own people', 'one price for all people of the day')), reason TEXT NOT NULL, undone @int@ NOT NULL,
  UNIQUE (facility, text)) @strict@;
-- enduring
CREATE TABLE released_alias_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('released.alias_confirmed', 'released.alias_undone')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX released_alias_event_about ON released_alias_event (about, n);
-- derived
CREATE TABLE released_alias (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL UNIQUE, facility TEXT NOT NULL, reason TEXT NOT NULL, undone @int@ NOT NULL) @strict@;
