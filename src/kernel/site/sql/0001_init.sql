-- derived
CREATE TABLE site_sentence (id TEXT PRIMARY KEY NOT NULL, n @int@ NOT NULL UNIQUE, text TEXT NOT NULL, module TEXT NOT NULL,
  figure TEXT NOT NULL, note TEXT NOT NULL) @strict@;
