ALTER TABLE contact_draft ADD COLUMN chosen @int@ NOT NULL DEFAULT 0;
