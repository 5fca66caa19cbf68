-- enduring
CREATE TABLE released_public_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('released.answer_made', 'released.answer_published',
  'released.answer_replaced', 'released.answer_withdrawn')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX released_public_event_about ON released_public_event (about, n);
-- derived
CREATE TABLE released_public (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL, version @int@ NOT NULL, question TEXT NOT NULL CHECK (question IN ('who', 'why', 'cost')),
  title TEXT NOT NULL, care TEXT NOT NULL, opening @int@ NOT NULL, mark TEXT NOT NULL, mark_said TEXT NOT NULL, asked @int@ NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'published',
  'replaced', 'withdrawn')), file @int@ NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL, agency TEXT NOT NULL, release TEXT NOT NULL, source TEXT NOT NULL, sheet TEXT NOT NULL,
  extracted TEXT NOT NULL, imported TEXT NOT NULL, tab TEXT NOT NULL, kind TEXT NOT NULL, measure TEXT NOT NULL, query TEXT NOT NULL, cube TEXT NOT NULL, cube_sha256 TEXT NOT NULL, made TEXT NOT NULL,
  published TEXT NOT NULL, reason TEXT NOT NULL, UNIQUE (number, version)) @strict@;
CREATE INDEX released_public_kind ON released_public (kind, measure);
