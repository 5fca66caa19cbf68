-- passing
CREATE TABLE db_once (key TEXT PRIMARY KEY NOT NULL, route TEXT NOT NULL, actor TEXT NOT NULL, body @bytes@ NOT NULL,
  url TEXT NOT NULL, id TEXT NOT NULL, day TEXT NOT NULL) @strict@;
CREATE INDEX db_once_day ON db_once (day);
-- passing
CREATE TABLE db_change (module TEXT PRIMARY KEY NOT NULL, n @int@ NOT NULL) @strict@;
-- derived
CREATE TABLE db_number (name TEXT PRIMARY KEY NOT NULL, n @int@ NOT NULL) @strict@;
