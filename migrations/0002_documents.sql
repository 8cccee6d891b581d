-- What is kept: one spine for every kind, and what is known about whether it can be trusted.

CREATE TABLE documents (
  -- The row number is the document's number in the search index.
  row_id          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL CHECK (kind IN ('runbook', 'credential', 'vendor', 'diagram', 'system')),
  number          INTEGER NOT NULL CHECK (number >= 1), -- RB-14 is kind runbook, number 14
  collection_id   TEXT NOT NULL REFERENCES collections (id),
  title           TEXT NOT NULL,
  summary         TEXT NOT NULL,
  tags            TEXT NOT NULL CHECK (json_valid(tags)), -- sorted JSON list; document_tags is its index
  owner_id        TEXT REFERENCES members (id),
  deputy_id       TEXT REFERENCES members (id),
  criticality     TEXT NOT NULL CHECK (criticality IN ('low', 'normal', 'high', 'critical')),
  interval_days   INTEGER NOT NULL CHECK (interval_days BETWEEN 1 AND 1825),
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  updated_at      TEXT NOT NULL,
  updated_by      TEXT NOT NULL REFERENCES members (id),
  archived_at     TEXT,
  -- V, as a moment and as the calendar day in the organization's zone; empty when never verified.
  verified_at     TEXT,
  verified_on     TEXT,
  verified_by     TEXT REFERENCES members (id),
  verified_revision INTEGER,
  verification_note TEXT NOT NULL DEFAULT '',
  -- For documents that were never verified: when they should be looked at (imports are spread out).
  proposed_on     TEXT,
  -- D = V + I, and the first day of `due`: D − min(max(7, ⌈I/5⌉), 30, I − 1). Days are calendar days.
  due_on          TEXT GENERATED ALWAYS AS (date(verified_on, '+' || interval_days || ' days')) STORED,
  due_from        TEXT GENERATED ALWAYS AS (
    date(verified_on, '+' || (interval_days - min(max(7, (interval_days + 4) / 5), 30, interval_days - 1)) || ' days')
  ) STORED,
  -- The revision that an import wrote last: while it is the newest, the next import may replace it.
  imported_revision INTEGER,
  -- The long ones come last: what stands behind them is read page by page.
  body            TEXT NOT NULL,
  headings        TEXT NOT NULL DEFAULT '', -- of the body, one a line: the search index weighs them
  word_parts      TEXT NOT NULL DEFAULT '', -- parts of words like MailboxStatistics: they are found by part, too
  -- Of kinds that are more than text (a drawing, what is known of a vendor): JSON; body is its text.
  content         TEXT CHECK (content IS NULL OR json_valid(content)),
  UNIQUE (organization_id, kind, number)
) STRICT;
CREATE INDEX documents_by_title ON documents (organization_id, kind, title COLLATE NOCASE, id) WHERE archived_at IS NULL;
CREATE INDEX documents_by_change ON documents (organization_id, updated_at, id) WHERE archived_at IS NULL;
CREATE INDEX documents_by_due ON documents (organization_id, coalesce(due_on, ''), id) WHERE archived_at IS NULL;
CREATE INDEX documents_of_collection ON documents (collection_id, kind, title COLLATE NOCASE, id);
CREATE INDEX documents_of_owner ON documents (owner_id);
CREATE INDEX documents_of_deputy ON documents (deputy_id);
-- Counting what lies in a collection, and whose it is, without reading past the texts.
CREATE INDEX documents_kept ON documents (collection_id, owner_id, deputy_id) WHERE archived_at IS NULL;

-- The last number given out, per organization and kind: numbers are never used again.
CREATE TABLE reference_counters (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL,
  last            INTEGER NOT NULL,
  PRIMARY KEY (organization_id, kind)
) STRICT, WITHOUT ROWID;

-- The reference that a file of an import source has, once and for all, per collection: who may edit in one learns
-- nothing of what was brought into another, and cannot have it written elsewhere.
CREATE TABLE imported_files (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  -- Into which it was brought first; it may have been moved since.
  collection_id   TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  source          TEXT NOT NULL,
  path            TEXT NOT NULL,
  kind            TEXT NOT NULL,
  number          INTEGER NOT NULL,
  PRIMARY KEY (collection_id, source, path)
) STRICT, WITHOUT ROWID;

-- Standing access: to a collection, or to a single document.
CREATE TABLE grants (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  member_id       TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  collection_id   TEXT REFERENCES collections (id) ON DELETE CASCADE,
  document_id     TEXT REFERENCES documents (id) ON DELETE CASCADE,
  level           INTEGER NOT NULL CHECK (level BETWEEN 1 AND 4), -- 1 view, 2 reveal, 3 edit, 4 manage
  granted_by      TEXT NOT NULL REFERENCES members (id),
  granted_at      TEXT NOT NULL,
  ends_at         TEXT,
  ended_at        TEXT,
  CHECK ((collection_id IS NULL) <> (document_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX grants_of_member ON grants (member_id) WHERE ended_at IS NULL;
CREATE INDEX grants_on_document ON grants (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE document_tags (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  tag         TEXT NOT NULL,
  PRIMARY KEY (document_id, tag)
) STRICT, WITHOUT ROWID;
CREATE INDEX documents_of_tag ON document_tags (tag, document_id);

-- Related by hand, in the order in which they were named; shown on both ends.
CREATE TABLE document_relations (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  related_id  TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL CHECK (position >= 1),
  PRIMARY KEY (document_id, related_id),
  CHECK (document_id <> related_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX relations_back ON document_relations (related_id, document_id);

-- [[RB-14]] in a text. By number, because it may name what does not exist yet, or no longer.
CREATE TABLE citations (
  document_id   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  kind          TEXT NOT NULL,
  number        INTEGER NOT NULL,
  position      INTEGER NOT NULL,
  organization_id TEXT NOT NULL,
  PRIMARY KEY (document_id, kind, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX citations_back ON citations (organization_id, kind, number, document_id);

CREATE TABLE document_revisions (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  saved_at    TEXT NOT NULL,
  saved_by    TEXT NOT NULL REFERENCES members (id),
  note        TEXT NOT NULL,
  title       TEXT NOT NULL,
  summary     TEXT NOT NULL,
  body        TEXT NOT NULL,
  tags        TEXT NOT NULL CHECK (json_valid(tags)),
  content     TEXT CHECK (content IS NULL OR json_valid(content)),
  -- SHA-256 over title, summary, body, tags and content: a flipped bit on the disk is found by `runkeep verify`.
  digest      TEXT NOT NULL,
  PRIMARY KEY (document_id, revision)
) STRICT;

CREATE TABLE verifications (
  id          INTEGER PRIMARY KEY,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  at          TEXT NOT NULL,
  day         TEXT NOT NULL, -- in the organization's zone
  member_id   TEXT NOT NULL REFERENCES members (id),
  checks      TEXT NOT NULL CHECK (json_valid(checks)),
  note        TEXT NOT NULL
) STRICT;
CREATE INDEX verifications_of_document ON verifications (document_id, id);

-- What happened that casts doubt on a document. While one counts, the document is suspect: a flag until it is resolved,
-- every other cause until the document is verified. New causes are new rows here, never a new rule.
CREATE TABLE doubts (
  id               TEXT NOT NULL PRIMARY KEY,
  document_id      TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  cause            TEXT NOT NULL CHECK (cause IN ('flag', 'cited_archived', 'cited_purged', 'cited_rotated', 'cited_moved', 'cited_vendor', 'cited_diagram', 'run_failed')),
  at               TEXT NOT NULL,
  member_id        TEXT NOT NULL REFERENCES members (id), -- who reported, archived or purged
  text             TEXT NOT NULL DEFAULT '',
  source_id        TEXT, -- the document that was cited; kept after it was purged
  source_kind      TEXT,
  source_number    INTEGER,
  ended_at         TEXT,
  ended_by         TEXT REFERENCES members (id),
  ended_note       TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX doubts_in_force ON doubts (document_id, cause, at) WHERE ended_at IS NULL;
CREATE INDEX doubts_from_source ON doubts (source_id) WHERE ended_at IS NULL;

CREATE TABLE snoozes (
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  until_on    TEXT NOT NULL, -- back in the queue from this day on
  PRIMARY KEY (member_id, document_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE pins (
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  pinned_at   TEXT NOT NULL,
  PRIMARY KEY (member_id, document_id)
) STRICT, WITHOUT ROWID;

-- Use: once per document, person and day.
CREATE TABLE opens (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  opened_on   TEXT NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  PRIMARY KEY (document_id, opened_on, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX opens_of_member ON opens (member_id, opened_on);
