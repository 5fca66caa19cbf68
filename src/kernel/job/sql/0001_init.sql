-- passing
CREATE TABLE job_job (id @id@, kind TEXT NOT NULL, about TEXT NOT NULL, args TEXT NOT NULL, note TEXT NOT NULL, node TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'stopped')), done @int@ NOT NULL, total @int@ NOT NULL,
  lease @int@ NOT NULL, tries @int@ NOT NULL) @strict@;
CREATE INDEX job_job_state ON job_job (state, id);
