-- enduring
CREATE TABLE city_department_event_wide (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.department_added',
  'city.department_renamed', 'city.department_changed', 'city.department_closed')), holds TEXT NOT NULL, value TEXT NOT NULL,
  n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
INSERT INTO city_department_event_wide (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM city_department_event ORDER BY n;
DROP TABLE city_department_event;
ALTER TABLE city_department_event_wide RENAME TO city_department_event;
CREATE INDEX city_department_event_about ON city_department_event (about, n);
