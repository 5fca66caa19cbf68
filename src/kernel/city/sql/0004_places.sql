-- enduring
CREATE TABLE city_place_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.place_added', 'city.place_changed',
  'city.place_closed')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_place_event_about ON city_place_event (about, n);
-- derived
CREATE TABLE city_place (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, name TEXT NOT NULL, address TEXT NOT NULL, department TEXT NOT NULL,
  district @int@ NOT NULL, phone TEXT NOT NULL, note TEXT NOT NULL, active_from TEXT NOT NULL, active_to TEXT NOT NULL) @strict@;
CREATE INDEX city_place_department ON city_place (department);

-- enduring
CREATE TABLE city_area_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.area_added', 'city.area_changed',
  'city.area_ended')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_area_event_about ON city_area_event (about, n);
-- derived
CREATE TABLE city_area (id TEXT PRIMARY KEY NOT NULL, place TEXT NOT NULL, name TEXT NOT NULL, class TEXT NOT NULL CHECK (class IN ('public',
  'public-controlled', 'non-public', 'private-designated', 'vehicle lot')), active_to TEXT NOT NULL, UNIQUE (place, name)) @strict@;

-- enduring
CREATE TABLE city_duty_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.duty_added', 'city.duty_changed',
  'city.duty_ended')), holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_duty_event_about ON city_duty_event (about, n);
-- derived
CREATE TABLE city_duty (id TEXT PRIMARY KEY NOT NULL, ref TEXT NOT NULL UNIQUE, place TEXT NOT NULL, department TEXT NOT NULL, rank @int@ NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('lead', 'alternate', 'manager', 'counsel')), name TEXT NOT NULL, phone TEXT NOT NULL,
  days TEXT NOT NULL CHECK (days IN ('every day', 'Monday to Friday', 'Monday to Saturday', 'Tuesday to Saturday', 'Saturday and Sunday', 'Monday',
  'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday')), from_hour @int@ NOT NULL, to_hour @int@ NOT NULL, from_day TEXT NOT NULL,
  until_day TEXT NOT NULL) @strict@;
CREATE INDEX city_duty_place ON city_duty (place, department);

-- enduring
CREATE TABLE city_door_event (id @id@, about TEXT NOT NULL, what TEXT NOT NULL CHECK (what IN ('city.door_made', 'city.door_revoked')),
  holds TEXT NOT NULL, value TEXT NOT NULL, n @int@ NOT NULL UNIQUE, salt @bytes@ NOT NULL, who TEXT NOT NULL, at @int@ NOT NULL) @strict@;
CREATE INDEX city_door_event_about ON city_door_event (about, n);
-- derived
CREATE TABLE city_door (id TEXT PRIMARY KEY NOT NULL, token TEXT NOT NULL UNIQUE, place TEXT NOT NULL, made TEXT NOT NULL, revoked TEXT NOT NULL,
  reason TEXT NOT NULL) @strict@;
CREATE INDEX city_door_place ON city_door (place, revoked);
