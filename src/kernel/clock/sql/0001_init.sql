-- enduring
CREATE TABLE clock_holiday_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('clock.holiday_added')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX clock_holiday_event_about ON clock_holiday_event (about, n);
-- derived
CREATE TABLE clock_holiday (id TEXT PRIMARY KEY NOT NULL, calendar TEXT NOT NULL, name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('fixed', 'nth', 'last', 'day')), month @int@ NOT NULL, date @int@ NOT NULL, week @int@ NOT NULL,
  weekday @int@ NOT NULL, day TEXT NOT NULL, from_year @int@ NOT NULL, to_year @int@ NOT NULL,
  observed TEXT NOT NULL CHECK (observed IN ('none', 'nearest', 'monday')), source TEXT NOT NULL, note TEXT NOT NULL) @strict@;
CREATE INDEX clock_holiday_calendar ON clock_holiday (calendar, month, date, id);

-- enduring
CREATE TABLE clock_rule_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('clock.rule_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX clock_rule_event_about ON clock_rule_event (about, n);
-- derived
CREATE TABLE clock_rule (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, n @int@ NOT NULL, unit TEXT NOT NULL CHECK (unit IN ('calendar_days', 'working_days', 'weeks', 'months')),
  calendar TEXT NOT NULL, roll TEXT NOT NULL CHECK (roll IN ('none', 'forward', 'back')), source TEXT NOT NULL, holds_from TEXT NOT NULL,
  note TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE clock_number_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('clock.number_set')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX clock_number_event_about ON clock_number_event (about, n);
-- derived
CREATE TABLE clock_number (id TEXT PRIMARY KEY NOT NULL, title TEXT NOT NULL, value @int@ NOT NULL, unit TEXT NOT NULL, source TEXT NOT NULL,
  holds_from TEXT NOT NULL, confirmed_by TEXT NOT NULL, confirmed_on TEXT NOT NULL) @strict@;

-- enduring
CREATE TABLE clock_due_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('clock.due_set', 'clock.due_moved', 'clock.due_recomputed')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX clock_due_event_about ON clock_due_event (about, n);
-- derived
CREATE TABLE clock_due (id TEXT PRIMARY KEY NOT NULL, about TEXT NOT NULL UNIQUE, title TEXT NOT NULL, url TEXT NOT NULL, rule TEXT NOT NULL, calendar TEXT NOT NULL, proof TEXT NOT NULL,
  start TEXT NOT NULL, due TEXT NOT NULL, first TEXT NOT NULL, approver TEXT NOT NULL, reason TEXT NOT NULL) @strict@;
CREATE INDEX clock_due_rule ON clock_due (rule, id);
