-- passing
CREATE TABLE directive_invented (department TEXT PRIMARY KEY NOT NULL, states TEXT NOT NULL) @strict@;
