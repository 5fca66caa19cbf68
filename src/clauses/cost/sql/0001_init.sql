-- enduring
CREATE TABLE cost_figure_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('cost.figure_loaded', 'cost.figure_written')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX cost_figure_event_about ON cost_figure_event (about, n);
-- derived
CREATE TABLE cost_figure (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, item TEXT NOT NULL, low @int@ NOT NULL, base @int@ NOT NULL, high @int@ NOT NULL,
  ranged @int@ NOT NULL, unit TEXT NOT NULL CHECK (unit IN ('dollars', 'dollars a person', 'dollars a bed-day', 'dollars a person-day', 'dollars a person-year',
  'dollars an hour', 'dollars a month', 'people', 'days', 'hours', 'percent')),
  scope TEXT NOT NULL CHECK (scope IN ('federal', 'city', 'county or other', 'economic')),
  side TEXT NOT NULL CHECK (side IN ('enforcement', 'protest policing', 'both')), year @int@ NOT NULL, basis TEXT NOT NULL, source TEXT NOT NULL,
  source_url TEXT NOT NULL, as_of TEXT NOT NULL, precise TEXT NOT NULL CHECK (precise IN ('this day', 'this month', 'this year')), payer TEXT NOT NULL,
  confidence TEXT NOT NULL CHECK (confidence IN ('high', 'medium', 'low')), contains TEXT NOT NULL, part_of TEXT NOT NULL, note TEXT NOT NULL) @strict@;
-- enduring
CREATE TABLE cost_scenario_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('cost.scenario_written', 'cost.scenario_published', 'cost.scenario_taken_back')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX cost_scenario_event_about ON cost_scenario_event (about, n);
-- derived
CREATE TABLE cost_scenario (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, name TEXT NOT NULL, text TEXT NOT NULL, published TEXT NOT NULL,
  report TEXT NOT NULL, sha256 TEXT NOT NULL) @strict@;
-- enduring
CREATE TABLE cost_input_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('cost.input_written', 'cost.input_dropped')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX cost_input_event_about ON cost_input_event (about, n);
-- derived
CREATE TABLE cost_input (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, line @int@ NOT NULL,
  symbol TEXT NOT NULL CHECK (symbol IN ('A', 'c_a', 'stay_days', 'bed_rate', 'R', 'c_r', 'T', 'days', 'c_t', 'OT_h', 'rate', 'fringe', 'OT_pay', 'damage', 'cleanup',
  'service_loss', 'liability', 'published')), figure TEXT NOT NULL, low @int@ NOT NULL, base @int@ NOT NULL, high @int@ NOT NULL, ranged @int@ NOT NULL,
  scope TEXT NOT NULL CHECK (scope IN ('federal', 'city', 'county or other', 'economic')),
  side TEXT NOT NULL CHECK (side IN ('enforcement', 'protest policing', 'both')), why TEXT NOT NULL, dropped @int@ NOT NULL,
  UNIQUE (about, line, symbol)) @strict@;
-- enduring
CREATE TABLE cost_choice_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('cost.clash_decided')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX cost_choice_event_about ON cost_choice_event (about, n);
-- derived
CREATE TABLE cost_choice (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL, one TEXT NOT NULL, two TEXT NOT NULL, stands @int@ NOT NULL, reason TEXT NOT NULL,
  UNIQUE (about, one, two)) @strict@;
-- enduring
CREATE TABLE cost_hours_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('cost.hours_kept', 'cost.hours_taken_back')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX cost_hours_event_about ON cost_hours_event (about, n);
-- derived
CREATE TABLE cost_hours (id TEXT PRIMARY KEY NOT NULL, number @int@ NOT NULL UNIQUE, day TEXT NOT NULL, title TEXT NOT NULL, rows @int@ NOT NULL, body TEXT NOT NULL,
  struck TEXT NOT NULL) @strict@;
-- passing
CREATE TABLE cost_draft (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, at @int@ NOT NULL) @strict@;
