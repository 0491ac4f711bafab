-- The study file, schema 2. One study is one SQLite file; this file is all of its structure.
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Three kinds of tables, told apart by the list in store/tables.def:
--   content  what people make. Every row has a 16-byte UUID `id` and a `gone` flag; rows are never deleted; the only UNIQUE is the
--            primary key; foreign keys are deferred and never cascade. Each change to them is recorded by a session changeset.
--   words    immutable, content-addressed: the texts, their layout in turns, and prose. Added, never changed; outside the changesets.
--   local    the history itself, and what is derived (full-text index): rebuilt or kept beside the content.
--
-- Conventions: `*_id` is the UUID of a row of the table named; `*_prose` is the key of a row in `prose`; times are UTC,
-- `YYYY-MM-DDThh:mm:ss.sssZ`; spans are Unicode code points, half-open [start_cp, end_cp); `sort_key` orders siblings, ties by id.

-- ---------------------------------------------------------------- words

-- A text as imported: UTF-8, line ends LF, no BOM, no NUL, nothing else changed.
CREATE TABLE text_body (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length (hash) = 32),      -- SHA-256 of body
  body TEXT NOT NULL,
  length_cp INTEGER NOT NULL CHECK (length_cp >= 0),              -- code points in body
  number INTEGER NOT NULL UNIQUE                                  -- local, dense: its row in search_words
) STRICT;

-- How a text divides into turns and paragraphs: a line for each, in order (corpus/layout_lines.h).
CREATE TABLE layout (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length (hash) = 32),      -- SHA-256 (text hash || SHA-256 of lines)
  text_hash BLOB NOT NULL CHECK (length (text_hash) = 32),        -- of the text that it divides
  lines TEXT NOT NULL,                                            -- kind TAB start TAB end TAB milliseconds or -1 TAB speaker LF
  numbered INTEGER NOT NULL CHECK (numbered >= 0)                 -- turns and paragraphs among them
) STRICT;

-- Summaries, definitions, notes: stored once, under SHA-256 (salt || body), so that words can be purged from a study while the
-- history, which holds only the key, still proves the rest.
CREATE TABLE prose (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length (hash) = 32),
  salt BLOB NOT NULL CHECK (length (salt) = 16),
  body TEXT NOT NULL
) STRICT;

-- The bytes of an imported file, kept only with --keep-originals.
CREATE TABLE original (
  hash BLOB NOT NULL PRIMARY KEY CHECK (length (hash) = 32),      -- SHA-256 of bytes
  bytes BLOB NOT NULL
) STRICT;

-- ---------------------------------------------------------------- content: the study

-- The study itself; one row.
CREATE TABLE study (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  title TEXT NOT NULL,
  note_prose BLOB CHECK (length (note_prose) = 32)
) STRICT;

-- A person who codes or charts. id = v5 of the name.
CREATE TABLE coder (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> '')
) STRICT;

-- One question put to the study, with its own framework, codings and matrix. id = v5 of the name.
CREATE TABLE analysis (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> ''),
  sort_key TEXT NOT NULL,
  framework_name TEXT NOT NULL DEFAULT '',                        -- as its file calls it
  framework_source_prose BLOB CHECK (length (framework_source_prose) = 32),
  framework_note_prose BLOB CHECK (length (framework_note_prose) = 32)
) STRICT;

-- A typed fact that cases can have. id = v5 of the name.
CREATE TABLE attribute (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> ''),
  title TEXT NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('text', 'integer', 'real', 'boolean', 'date', 'ordered')),
  sort_key TEXT NOT NULL,
  is_key INTEGER NOT NULL DEFAULT 0 CHECK (is_key IN (0, 1))      -- printed beside every case in a matrix
) STRICT;

-- The values an attribute may take; in their order where the attribute is ordered. None: any value of the type.
CREATE TABLE attribute_value (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  attribute_id BLOB NOT NULL REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX attribute_value_attribute ON attribute_value (attribute_id);

-- How participants' labels are built. id = v5 of the name.
CREATE TABLE label_scheme (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> ''),
  pattern TEXT NOT NULL,                                          -- PCRE2 with named groups
  canonical TEXT NOT NULL,                                        -- '{site}-{role}-{number}'
  sort_key TEXT NOT NULL
) STRICT;

-- Labels that a scheme must match, from the definition.
CREATE TABLE label_example (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  scheme_id BLOB NOT NULL REFERENCES label_scheme (id) DEFERRABLE INITIALLY DEFERRED,
  label TEXT NOT NULL,
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX label_example_scheme ON label_example (scheme_id);

-- A named group of a scheme's pattern, and the attribute that it becomes.
CREATE TABLE label_part (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  scheme_id BLOB NOT NULL REFERENCES label_scheme (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,
  attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX label_part_scheme ON label_part (scheme_id);
CREATE INDEX label_part_attribute ON label_part (attribute_id);

-- The codes that a part may have, and what they mean. A part without values takes what the label says.
CREATE TABLE label_value (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  part_id BLOB NOT NULL REFERENCES label_part (id) DEFERRABLE INITIALLY DEFERRED,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX label_value_part ON label_value (part_id);

-- Attributes that follow from a code: Burgundy is in Wales.
CREATE TABLE label_derived (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  label_value_id BLOB NOT NULL REFERENCES label_value (id) DEFERRABLE INITIALLY DEFERRED,
  attribute_id BLOB NOT NULL REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  value TEXT NOT NULL
) STRICT;
CREATE INDEX label_derived_value ON label_derived (label_value_id);
CREATE INDEX label_derived_attribute ON label_derived (attribute_id);

-- Names under which people speak in transcripts, and what they are there; an alias is a row of its own.
CREATE TABLE speaker_name (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL,                                             -- compared folded
  main_name TEXT NOT NULL,                                        -- itself, or what it is an alias of
  part TEXT NOT NULL CHECK (part IN ('interviewer', 'case', 'other', 'unknown')),
  sort_key TEXT NOT NULL
) STRICT;

-- A unit of analysis: one row of a matrix. id = v5 of the canonical label.
CREATE TABLE study_case (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  label TEXT NOT NULL CHECK (label <> ''),                        -- canonical
  kind TEXT NOT NULL CHECK (kind IN ('participant', 'unidentified', 'unit')),
  scheme_id BLOB REFERENCES label_scheme (id) DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX study_case_scheme ON study_case (scheme_id);

-- One attribute of one case. id = v5 (case, attribute).
CREATE TABLE case_attribute (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  case_id BLOB NOT NULL REFERENCES study_case (id) DEFERRABLE INITIALLY DEFERRED,
  attribute_id BLOB NOT NULL REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,
  value TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('label', 'given'))       -- made from the label, or given by a person
) STRICT;
CREATE INDEX case_attribute_case ON case_attribute (case_id);
CREATE INDEX case_attribute_attribute ON case_attribute (attribute_id);

-- A kind of group: site, team, dyad, triad, household.
CREATE TABLE group_kind (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> ''),
  from_attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED, -- one group for each value, or none
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX group_kind_attribute ON group_kind (from_attribute_id);

-- Cases that belong together. id = v5 (kind, name). One that was rejected is no group: its row keeps the rule from proposing it
-- again, and shows a colleague who confirms it that somebody did not.
CREATE TABLE study_group (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  kind_id BLOB NOT NULL REFERENCES group_kind (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name <> ''),
  sort_key TEXT NOT NULL,
  verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'rejected'))
) STRICT;
CREATE INDEX study_group_kind ON study_group (kind_id);

-- A case in a group, as what. A case may be in several. The label stands here, so that a triad can be stated before its
-- members' transcripts are imported. id = v5 (group, label).
CREATE TABLE group_member (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  group_id BLOB NOT NULL REFERENCES study_group (id) DEFERRABLE INITIALLY DEFERRED,
  case_label TEXT NOT NULL CHECK (case_label <> ''),              -- canonical
  part TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX group_member_group ON group_member (group_id);
CREATE INDEX group_member_label ON group_member (case_label);

-- How groups of a kind are proposed: the cases for which the name comes out the same belong together. Nothing is a group before a
-- person confirms it. id = v5 (kind, name).
CREATE TABLE group_rule (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  kind_id BLOB NOT NULL REFERENCES group_kind (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name <> ''),                          -- of the group: '{site}-{number}', parts of labels and attributes
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX group_rule_kind ON group_rule (kind_id);

-- Who belongs to a proposed group, as what, and how many of them; cases that fit none do not.
-- id = v5 (kind, name of the rule, part, attribute, value).
CREATE TABLE group_rule_member (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  rule_id BLOB NOT NULL REFERENCES group_rule (id) DEFERRABLE INITIALLY DEFERRED,
  part TEXT NOT NULL,                                             -- as in group_member
  attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,  -- cases whose attribute ...
  value TEXT NOT NULL DEFAULT '',                                             -- ... has this value; NULL and '': all
  least INTEGER NOT NULL DEFAULT 1 CHECK (least >= 0),
  most INTEGER CHECK (most >= 1),                                 -- NULL: any number
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX group_rule_member_rule ON group_rule_member (rule_id);
CREATE INDEX group_rule_member_attribute ON group_rule_member (attribute_id);

-- The questions asked of a role, in versions. "Not asked" follows from it.
CREATE TABLE schedule (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> ''),
  version TEXT NOT NULL,
  attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED, -- whom it was used with: cases whose attribute ...
  value TEXT NOT NULL DEFAULT '',                                            -- ... has this value
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX schedule_attribute ON schedule (attribute_id);

CREATE TABLE question (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  schedule_id BLOB NOT NULL REFERENCES schedule (id) DEFERRABLE INITIALLY DEFERRED,
  number TEXT NOT NULL,
  wording TEXT NOT NULL,
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX question_schedule ON question (schedule_id);

-- The theme that a question asks about. The path stands here and is looked up in each analysis's framework, so that a study can be
-- defined before its framework is there; when a theme is renamed or moved, the command that does it writes a new row.
CREATE TABLE question_theme (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  question_id BLOB NOT NULL REFERENCES question (id) DEFERRABLE INITIALLY DEFERRED,
  theme_path TEXT NOT NULL CHECK (theme_path <> '')
) STRICT;
CREATE INDEX question_theme_question ON question_theme (question_id);

-- What the definition says of documents to come, by file name or glob: kind, level, whose, the session.
CREATE TABLE document_rule (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  file TEXT NOT NULL CHECK (file <> ''),
  kind TEXT NOT NULL DEFAULT '',
  level TEXT NOT NULL DEFAULT '' CHECK (level IN ('', 'micro', 'meso', 'macro')),
  case_label TEXT NOT NULL DEFAULT '',
  group_kind TEXT NOT NULL DEFAULT '',
  group_name TEXT NOT NULL DEFAULT '',
  schedule_name TEXT NOT NULL DEFAULT '',
  held_on TEXT NOT NULL DEFAULT '',
  minutes REAL CHECK (minutes > 0),
  mode TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  interviewers TEXT NOT NULL DEFAULT '',
  others TEXT NOT NULL DEFAULT '',
  has_session INTEGER NOT NULL DEFAULT 0 CHECK (has_session IN (0, 1)),
  sort_key TEXT NOT NULL,
  style TEXT NOT NULL DEFAULT '',                                 -- how turns are labelled (turns/style.h); '' found out
  rows TEXT NOT NULL DEFAULT ''                                   -- what a row of a sheet is: 'turn', 'respondent', '' no sheet
) STRICT;

-- What a column of a sheet holds, by its heading: a part of what document_rule says of the file.
CREATE TABLE sheet_column (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  rule_id BLOB NOT NULL REFERENCES document_rule (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL CHECK (name <> ''),                          -- its heading, compared folded
  use TEXT NOT NULL CHECK (use IN ('case', 'document', 'speaker', 'words', 'time', 'question', 'attribute', 'nothing')),
  attribute_id BLOB REFERENCES attribute (id) DEFERRABLE INITIALLY DEFERRED,  -- for use 'attribute'
  title TEXT NOT NULL DEFAULT '',                                 -- of the section, for use 'question'; '' the heading
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX sheet_column_rule ON sheet_column (rule_id);
CREATE INDEX sheet_column_attribute ON sheet_column (attribute_id);

-- Lines of transcripts that nobody says: a pattern that matches the whole line, without spaces around it.
CREATE TABLE not_speech (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  pattern TEXT NOT NULL CHECK (pattern <> ''),                    -- PCRE2
  kind TEXT NOT NULL CHECK (kind IN ('question', 'stage direction', 'page', 'note')),
  sort_key TEXT NOT NULL
) STRICT;

-- ---------------------------------------------------------------- content: the corpus

-- An imported text. id = v5 of the hash of its first version's text; of a sheet's rows also of their label and part. It belongs to a case or to a group, or to neither yet.
CREATE TABLE document (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  name TEXT NOT NULL CHECK (name <> ''),                          -- the label, or the file's name without suffix
  kind TEXT NOT NULL,                                             -- interview, focus group, care plan, policy, ...
  level TEXT NOT NULL CHECK (level IN ('micro', 'meso', 'macro')),
  case_id BLOB REFERENCES study_case (id) DEFERRABLE INITIALLY DEFERRED,
  group_id BLOB REFERENCES study_group (id) DEFERRABLE INITIALLY DEFERRED,
  schedule_id BLOB REFERENCES schedule (id) DEFERRABLE INITIALLY DEFERRED,   -- NULL: the one for the case
  CHECK (case_id IS NULL OR group_id IS NULL)
) STRICT;
CREATE INDEX document_case ON document (case_id);
CREATE INDEX document_group ON document (group_id);
CREATE INDEX document_schedule ON document (schedule_id);

-- A state of a document's text; a correction adds one that names the one it replaces. id = v5 (document, text hash).
CREATE TABLE document_version (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  document_id BLOB NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  replaces_id BLOB REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  text_hash BLOB NOT NULL CHECK (length (text_hash) = 32),        -- in text_body
  layout_hash BLOB NOT NULL CHECK (length (layout_hash) = 32),    -- in layout
  original_hash BLOB NOT NULL CHECK (length (original_hash) = 32),-- SHA-256 of the file's bytes
  original_name TEXT NOT NULL,                                    -- the file's name, without folder
  reader TEXT NOT NULL,                                           -- which reader read it: text, markdown, docx
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL,
  difference TEXT NOT NULL DEFAULT ''                             -- to the one that it replaces (corpus/difference.h)
) STRICT;
CREATE INDEX document_version_document ON document_version (document_id);
CREATE INDEX document_version_replaces ON document_version (replaces_id);
CREATE INDEX document_version_coder ON document_version (coder_id);
CREATE INDEX document_version_original ON document_version (original_hash);
CREATE INDEX document_version_text ON document_version (text_hash);

-- Who speaks in a document, under the name written there. id = v5 (version, name).
CREATE TABLE speaker (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  version_id BLOB NOT NULL REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  name TEXT NOT NULL,                                             -- as in layout.lines
  part TEXT NOT NULL CHECK (part IN ('interviewer', 'case', 'other', 'unknown')),
  case_id BLOB REFERENCES study_case (id) DEFERRABLE INITIALLY DEFERRED,     -- whose words: for part 'case'
  CHECK (case_id IS NULL OR part = 'case')
) STRICT;
CREATE INDEX speaker_version ON speaker (version_id);
CREATE INDEX speaker_case ON speaker (case_id);

-- The occasion of an interview (COREQ). id = v5 (document, 'session').
CREATE TABLE session (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  document_id BLOB NOT NULL REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED,
  held_on TEXT NOT NULL DEFAULT '',                               -- YYYY-MM-DD, '' not recorded
  minutes REAL CHECK (minutes > 0),
  mode TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  interviewers TEXT NOT NULL DEFAULT '',
  others TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_document ON session (document_id);

-- ---------------------------------------------------------------- content: the framework

-- A numbered state of an analysis's framework, with the reason for it; its number is its place in the order of time.
CREATE TABLE framework_revision (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  analysis_id BLOB NOT NULL REFERENCES analysis (id) DEFERRABLE INITIALLY DEFERRED,
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX framework_revision_analysis ON framework_revision (analysis_id);
CREATE INDEX framework_revision_coder ON framework_revision (coder_id);

-- A node of a framework. Top-level ones are sections. Imported: id = v5 (analysis, framework name, path).
CREATE TABLE theme (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  analysis_id BLOB NOT NULL REFERENCES analysis (id) DEFERRABLE INITIALLY DEFERRED,
  parent_id BLOB REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,        -- NULL: a section
  sort_key TEXT NOT NULL,
  name TEXT NOT NULL CHECK (name <> ''),
  short_name TEXT NOT NULL DEFAULT '',                            -- used in paths; '' : made from the name
  number TEXT NOT NULL DEFAULT '',                                -- index number as given; '' : counted
  origin TEXT NOT NULL CHECK (origin IN ('a priori', 'emergent')),
  kind TEXT NOT NULL CHECK (kind IN ('theme', 'other')),
  revision_id BLOB REFERENCES framework_revision (id) DEFERRABLE INITIALLY DEFERRED -- in which it came
) STRICT;
CREATE INDEX theme_analysis ON theme (analysis_id);
CREATE INDEX theme_parent ON theme (parent_id);
CREATE INDEX theme_revision ON theme (revision_id);

-- What belongs under a theme. Insert-only: a new wording names the one that it replaces.
CREATE TABLE theme_text (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  theme_id BLOB NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  replaces_id BLOB REFERENCES theme_text (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('definition', 'include', 'exclude', 'example')),
  sort_key TEXT NOT NULL,
  text_prose BLOB NOT NULL CHECK (length (text_prose) = 32),
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX theme_text_theme ON theme_text (theme_id);
CREATE INDEX theme_text_replaces ON theme_text (replaces_id);
CREATE INDEX theme_text_coder ON theme_text (coder_id);

-- ---------------------------------------------------------------- content: indexing

-- A span of a text attached to a theme by a coder. id = v5 (coder, version, start, end, theme): another span is another coding.
-- A proposal (made by a pattern) counts nowhere until a person accepts it.
CREATE TABLE coding (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  version_id BLOB NOT NULL REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  theme_id BLOB NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  start_cp INTEGER NOT NULL CHECK (start_cp >= 0),
  end_cp INTEGER NOT NULL CHECK (end_cp > start_cp),
  origin TEXT NOT NULL
    CHECK (origin = 'hand' OR origin = 'proposed' OR origin = 'accepted' OR origin = 'imported'),
  made_at TEXT NOT NULL,
  accepted_by_id BLOB REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED, -- who settled a proposal: one that is gone was rejected
  accepted_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX coding_version ON coding (version_id);
CREATE INDEX coding_theme ON coding (theme_id);
CREATE INDEX coding_coder ON coding (coder_id);
CREATE INDEX coding_accepted_by ON coding (accepted_by_id);

-- ---------------------------------------------------------------- content: charting

-- A version of a cell (case x theme): both of its axes and its words. Insert-only: a new one names the one that it replaces; two
-- that replace nothing of each other are two independent summaries. A cell without a row is "not started".
CREATE TABLE summary (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  theme_id BLOB NOT NULL REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  case_id BLOB NOT NULL REFERENCES study_case (id) DEFERRABLE INITIALLY DEFERRED,
  replaces_id BLOB REFERENCES summary (id) DEFERRABLE INITIALLY DEFERRED,
  content TEXT NOT NULL CHECK (content IN ('summarised', 'nothing said', 'not asked', 'not applicable')),
  work TEXT NOT NULL CHECK (work IN ('draft', 'charted')),
  text_prose BLOB CHECK (length (text_prose) = 32),
  basis BLOB NOT NULL CHECK (length (basis) = 32),                -- SHA-256 over the codings that stood in the cell: staleness
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL,
  CHECK ((content = 'summarised') = (text_prose IS NOT NULL))
) STRICT;
CREATE INDEX summary_theme ON summary (theme_id);
CREATE INDEX summary_case ON summary (case_id);
CREATE INDEX summary_replaces ON summary (replaces_id);
CREATE INDEX summary_coder ON summary (coder_id);

-- A span that a summary rests on. id = v5 (summary, version, start, end).
CREATE TABLE evidence (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  summary_id BLOB NOT NULL REFERENCES summary (id) DEFERRABLE INITIALLY DEFERRED,
  version_id BLOB NOT NULL REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  start_cp INTEGER NOT NULL CHECK (start_cp >= 0),
  end_cp INTEGER NOT NULL CHECK (end_cp > start_cp),
  quote_prose BLOB CHECK (length (quote_prose) = 32),             -- the quote as given, where it differs from the span's words
  sort_key TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_summary ON evidence (summary_id);
CREATE INDEX evidence_version ON evidence (version_id);

-- A check of one version of a summary by a person.
CREATE TABLE summary_check (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  summary_id BLOB NOT NULL REFERENCES summary (id) DEFERRABLE INITIALLY DEFERRED,
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  verdict TEXT NOT NULL CHECK (verdict IN ('agreed', 'to discuss', 'disagreed')),
  note_prose BLOB CHECK (length (note_prose) = 32),
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX summary_check_summary ON summary_check (summary_id);
CREATE INDEX summary_check_coder ON summary_check (coder_id);

-- ---------------------------------------------------------------- content: notes, and texts that were corrected

-- A note on anything: a span, a document, a case, a theme, a group; on nothing: on the study. Insert-only: a new wording names the
-- one that it replaces. A comment that came with a file: id = v5 (version, start, end, author, words).
CREATE TABLE memo (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  replaces_id BLOB REFERENCES memo (id) DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('familiarisation', 'analytic', 'reflexive', 'decision', 'comment')),
  version_id BLOB REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED,
  start_cp INTEGER CHECK (start_cp >= 0),                         -- of a span; NULL: on the whole
  end_cp INTEGER CHECK (end_cp >= 0),
  case_id BLOB REFERENCES study_case (id) DEFERRABLE INITIALLY DEFERRED,
  theme_id BLOB REFERENCES theme (id) DEFERRABLE INITIALLY DEFERRED,
  group_id BLOB REFERENCES study_group (id) DEFERRABLE INITIALLY DEFERRED,
  author TEXT NOT NULL DEFAULT '',                                -- who wrote a comment, as its file says
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

-- A person looked at what was carried over to a corrected text with changed words, and lets it stand there. One of the three
-- references is given. id = v5 (that row, version).
CREATE TABLE carried_review (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  version_id BLOB NOT NULL REFERENCES document_version (id) DEFERRABLE INITIALLY DEFERRED, -- the corrected text
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

-- ---------------------------------------------------------------- content: copies joined

-- What a person decided about a conflict between copies. A conflict with the same sides is settled by it; another write unseen by
-- one of the sides is another conflict.
CREATE TABLE resolution (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),
  gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1)),
  conflict BLOB NOT NULL CHECK (length (conflict) = 32),          -- SHA-256 over its kind, its subject and its sides
  kind TEXT NOT NULL CHECK (kind IN ('value', 'versions', 'twins', 'removed')),
  about TEXT NOT NULL,                                            -- 'the definition of Recovery / Meaning'
  kept TEXT NOT NULL,                                             -- in words: 'that of C2', 'both', 'another'
  coder_id BLOB NOT NULL REFERENCES coder (id) DEFERRABLE INITIALLY DEFERRED,
  made_at TEXT NOT NULL
) STRICT;
CREATE INDEX resolution_coder ON resolution (coder_id);

-- ---------------------------------------------------------------- local: the history

-- One command's transaction. The study is the fold of all changes in the order (lamport, id).
CREATE TABLE history_change (
  id BLOB NOT NULL PRIMARY KEY CHECK (length (id) = 16),          -- random
  lamport INTEGER NOT NULL CHECK (lamport >= 1),                  -- 1 + the highest of the parents'
  coder TEXT NOT NULL,                                            -- name of the person
  made_at TEXT NOT NULL,
  command TEXT NOT NULL,                                          -- as the person would call it: 'chart set'
  about TEXT NOT NULL,                                            -- one line in the person's words: 'B-SM-001, Recovery / Meaning'
  reason TEXT NOT NULL DEFAULT '',
  schema_number INTEGER NOT NULL,
  changes BLOB NOT NULL,                                          -- session changeset of the content tables; immutable
  chain BLOB NOT NULL CHECK (length (chain) = 32)                 -- see history/history.c
) STRICT;
CREATE INDEX history_change_order ON history_change (lamport, id);

CREATE TABLE history_parent (
  change_id BLOB NOT NULL REFERENCES history_change (id) DEFERRABLE INITIALLY DEFERRED,
  parent_id BLOB NOT NULL REFERENCES history_change (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (change_id, parent_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_parent_parent ON history_parent (parent_id);

-- The changes that no change names as its parent.
CREATE TABLE history_head (
  change_id BLOB NOT NULL PRIMARY KEY REFERENCES history_change (id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

-- What an undo took back: usually one change, several with --with-later.
CREATE TABLE history_undone (
  change_id BLOB NOT NULL REFERENCES history_change (id) DEFERRABLE INITIALLY DEFERRED,
  undone_id BLOB NOT NULL REFERENCES history_change (id) DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (change_id, undone_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_undone_undone ON history_undone (undone_id);

-- When which copy was merged into this file, and by whom. Never shared: a copy has merges of its own.
CREATE TABLE history_merge (
  number INTEGER NOT NULL PRIMARY KEY,
  merged_at TEXT NOT NULL,
  coder TEXT NOT NULL,
  copy TEXT NOT NULL,                                             -- the file's name, without folder
  changes INTEGER NOT NULL,                                       -- how many came
  about TEXT NOT NULL                                             -- what came, in words
) STRICT;

-- Words that this file has not got any more, and why: 'compacted' (what was taken back, left out of a compact backup) or 'damaged'
-- (not to be recovered). Their keys still stand in the content.
CREATE TABLE words_lost (
  hash BLOB NOT NULL CHECK (length (hash) = 32),
  kind TEXT NOT NULL CHECK (kind IN ('text', 'layout', 'prose', 'original')), -- a file and its text may have one key
  why TEXT NOT NULL CHECK (why IN ('compacted', 'damaged')),
  lost_at TEXT NOT NULL,
  PRIMARY KEY (hash, kind)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------- local: derived

-- Full text, a row for each text: rowid = text_body.number. Contentless: the words stand in text_body.
CREATE VIRTUAL TABLE search_words USING fts5 (
  words, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
-- As much as waits in store/fulltext.c is written as one portion.
INSERT INTO search_words (search_words, rank) VALUES ('hashsize', 67108864);
