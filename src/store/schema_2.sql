-- From schema 1 to 2, as it was settled: never changed again. What the tables mean is said in schema.sql.
-- SPDX-License-Identifier: GPL-3.0-or-later
ALTER TABLE document_rule ADD COLUMN style TEXT NOT NULL DEFAULT '';
ALTER TABLE document_rule ADD COLUMN rows TEXT NOT NULL DEFAULT '';
ALTER TABLE document_version ADD COLUMN difference TEXT NOT NULL DEFAULT '';
ALTER TABLE study_group ADD COLUMN verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'rejected'));
CREATE TABLE sheet_column (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  rule_id BLOB NOT NULL REFERENCES document_rule (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name <> ''),
  use TEXT NOT NULL CHECK (use IN ('case', 'document', 'speaker', 'words', 'time', 'question', 'attribute', 'nothing')),
  attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  title TEXT NOT NULL DEFAULT '',
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX sheet_column_rule ON sheet_column (rule_id);
CREATE INDEX sheet_column_attribute ON sheet_column (attribute_id);
CREATE TABLE not_speech (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  pattern TEXT NOT NULL CHECK (pattern <> ''),
  kind TEXT NOT NULL CHECK (kind IN ('question', 'stage direction', 'page', 'note')),
  sort_key TEXT NOT NULL
) STRICT;
CREATE TABLE group_rule (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  kind_id BLOB NOT NULL REFERENCES group_kind (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name <> ''),
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX group_rule_kind ON group_rule (kind_id);
CREATE TABLE group_rule_member (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  rule_id BLOB NOT NULL REFERENCES group_rule (id) DEFERRABLE INITIALLY DEFERRED,
  part TEXT NOT NULL,
  attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  value TEXT NOT NULL DEFAULT '',
  least INTEGER NOT NULL DEFAULT 1 CHECK (least >= 0),
  most INTEGER CHECK (most >= 1),
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX group_rule_member_rule ON group_rule_member (rule_id);
CREATE INDEX group_rule_member_attribute ON group_rule_member (attribute_id);
CREATE TABLE memo (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  replaces_id BLOB REFERENCES memo (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('familiarisation', 'analytic', 'reflexive', 'decision', 'comment')),
  version_id BLOB REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  start_cp INTEGER CHECK (start_cp >= 0),
  end_cp INTEGER CHECK (end_cp >= 0),
  case_id BLOB REFERENCES study_case (id) DEFERRABLE INITIALLY DEFERRED,
  theme_id BLOB REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  group_id BLOB REFERENCES study_group (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL DEFAULT '',
  text_prose BLOB NOT NULL CHECK (length (text_prose) = 32),
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX memo_replaces ON memo (replaces_id);
CREATE INDEX memo_version ON memo (version_id);
CREATE INDEX memo_case ON memo (case_id);
CREATE INDEX memo_theme ON memo (theme_id);
CREATE INDEX memo_group ON memo (group_id);
CREATE INDEX memo_coder ON memo (coder_id);
CREATE TABLE carried_review (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  version_id BLOB NOT NULL REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  coding_id BLOB REFERENCES coding (id) DEFERRABLE INITIALLY DEFERRED,
  evidence_id BLOB REFERENCES evidence (id) DEFERRABLE INITIALLY DEFERRED,
  memo_id BLOB REFERENCES memo (id) DEFERRABLE INITIALLY DEFERRED,
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX carried_review_version ON carried_review (version_id);
CREATE INDEX carried_review_coding ON carried_review (coding_id);
CREATE INDEX carried_review_evidence ON carried_review (evidence_id);
CREATE INDEX carried_review_memo ON carried_review (memo_id);
CREATE INDEX carried_review_coder ON carried_review (coder_id);
