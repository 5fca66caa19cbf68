INSERT INTO doc_key_event (about, what, holds, value, n, salt, who, at)
  SELECT about, what, holds, value, n, salt, who, at FROM records_key_event ORDER BY n;
INSERT INTO doc_key (id, key, day) SELECT id, key, day FROM records_key;
DROP TABLE records_key_event;
DROP TABLE records_key;
