-- Reading lists: what to read, by whom until when, and who has read which revision.

-- The newest revision that changed what a document says: who has read an older one is asked again.
ALTER TABLE documents ADD COLUMN material_revision INTEGER NOT NULL DEFAULT 1;

CREATE TABLE reading_lists (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- RL-01; counted in reference_counters as kind 'list'
  title           TEXT NOT NULL,
  intro           TEXT NOT NULL,
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  updated_at      TEXT NOT NULL,
  updated_by      TEXT NOT NULL REFERENCES members (id),
  archived_at     TEXT,
  UNIQUE (organization_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE reading_items (
  id          TEXT NOT NULL PRIMARY KEY,
  list_id     TEXT NOT NULL REFERENCES reading_lists (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  position    INTEGER NOT NULL CHECK (position >= 1), -- through all sections
  document_id TEXT REFERENCES documents (id) ON DELETE CASCADE,
  url         TEXT,
  title       TEXT NOT NULL, -- of a page elsewhere
  minutes     INTEGER,
  why         TEXT NOT NULL,
  CHECK ((document_id IS NULL) <> (url IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX reading_items_of_list ON reading_items (list_id, position);
CREATE INDEX reading_items_of_document ON reading_items (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE reading_list_revisions (
  list_id  TEXT NOT NULL REFERENCES reading_lists (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  saved_at TEXT NOT NULL,
  saved_by TEXT NOT NULL REFERENCES members (id),
  content  TEXT NOT NULL CHECK (json_valid(content)), -- title, intro, sections
  PRIMARY KEY (list_id, revision)
) STRICT, WITHOUT ROWID;

-- To one person, to everybody of a role, or to everybody of a party, those who come later too.
CREATE TABLE reading_assignments (
  id          TEXT NOT NULL PRIMARY KEY,
  list_id     TEXT NOT NULL REFERENCES reading_lists (id) ON DELETE CASCADE,
  member_id   TEXT REFERENCES members (id) ON DELETE CASCADE,
  role        TEXT CHECK (role IN ('owner', 'admin', 'editor', 'reader', 'auditor', 'technician')),
  party_id    TEXT REFERENCES parties (id) ON DELETE CASCADE,
  due_on      TEXT,
  assigned_at TEXT NOT NULL,
  assigned_by TEXT NOT NULL REFERENCES members (id),
  ended_at    TEXT,
  ended_by    TEXT REFERENCES members (id),
  CHECK ((member_id IS NOT NULL) + (role IS NOT NULL) + (party_id IS NOT NULL) = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX assignments_of_list ON reading_assignments (list_id) WHERE ended_at IS NULL;

-- "I have read this revision": of a document once for all lists, of a page elsewhere per item.
CREATE TABLE acknowledgements (
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  document_id TEXT REFERENCES documents (id) ON DELETE CASCADE,
  item_id     TEXT REFERENCES reading_items (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  at          TEXT NOT NULL,
  CHECK ((document_id IS NULL) <> (item_id IS NULL))
) STRICT;
CREATE UNIQUE INDEX acknowledged_documents ON acknowledgements (member_id, document_id, revision) WHERE document_id IS NOT NULL;
CREATE UNIQUE INDEX acknowledged_items ON acknowledgements (member_id, item_id) WHERE item_id IS NOT NULL;

CREATE TABLE reading_nudges (
  list_id   TEXT NOT NULL REFERENCES reading_lists (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  nudged_on TEXT NOT NULL,
  nudged_at TEXT NOT NULL,
  nudged_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (list_id, member_id, nudged_on)
) STRICT, WITHOUT ROWID;

-- "Read before you open", for technicians.
ALTER TABLE collections ADD COLUMN required_list_id TEXT REFERENCES reading_lists (id) ON DELETE SET NULL;
