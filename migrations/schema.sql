-- Generated from the migrations: npm run schema. Do not edit.

CREATE TABLE accounts (
  id               TEXT NOT NULL PRIMARY KEY,
  email            TEXT NOT NULL UNIQUE CHECK (email = lower(email)),
  name             TEXT NOT NULL,
  created_at       TEXT NOT NULL,
  disabled_at      TEXT,
  -- Nothing in this row opens anything: see CRYPTO.md §3.
  salt             TEXT NOT NULL,
  profile          INTEGER NOT NULL CHECK (profile BETWEEN 1 AND 3),
  login_public_key TEXT NOT NULL,
  enc_public_key   TEXT NOT NULL,
  sign_public_key  TEXT NOT NULL,
  sealed_uak       TEXT NOT NULL,
  sealed_seed      TEXT NOT NULL,
  keys_changed_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  token_hash       TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the cookie's token
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at       TEXT NOT NULL,
  authenticated_at TEXT NOT NULL, -- when the passphrase was last proven: some deeds ask for a fresh one
  seen_at          TEXT NOT NULL,
  ends_at          TEXT NOT NULL,
  ended_at         TEXT,
  address          TEXT NOT NULL,
  agent            TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_account ON sessions (account_id, ended_at);

CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE challenges (
  challenge  TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL, -- may be the made-up id of an address that nobody has
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX challenges_by_expiry ON challenges (expires_at);

CREATE TABLE allowances (
  bucket  TEXT NOT NULL PRIMARY KEY,
  full_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX allowances_by_fullness ON allowances (full_at);

CREATE TABLE server_secrets (
  name   TEXT NOT NULL PRIMARY KEY,
  secret TEXT NOT NULL -- 32 bytes, base64url
) STRICT, WITHOUT ROWID;

CREATE TABLE devices (
  token_hash TEXT NOT NULL,
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  first_at   TEXT NOT NULL,
  last_at    TEXT NOT NULL,
  PRIMARY KEY (account_id, token_hash)
) STRICT, WITHOUT ROWID;

CREATE INDEX devices_by_token ON devices (token_hash);

CREATE INDEX devices_by_use ON devices (last_at);

CREATE TABLE organizations (
  id                 TEXT NOT NULL PRIMARY KEY,
  slug               TEXT NOT NULL UNIQUE,
  name               TEXT NOT NULL,
  time_zone          TEXT NOT NULL,
  keeps_search_texts INTEGER NOT NULL DEFAULT 0 CHECK (keeps_search_texts IN (0, 1)),
  created_at         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE parties (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  name            TEXT NOT NULL,
  side            TEXT NOT NULL CHECK (side IN ('in_house', 'partner', 'outside')),
  created_at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX party_names ON parties (organization_id, name COLLATE NOCASE);

CREATE UNIQUE INDEX one_in_house_party ON parties (organization_id) WHERE side = 'in_house';

CREATE TABLE members (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  account_id      TEXT NOT NULL REFERENCES accounts (id),
  party_id        TEXT NOT NULL REFERENCES parties (id),
  role            TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'reader', 'auditor', 'technician')),
  name            TEXT NOT NULL, -- as the organization knows the person
  joined_at       TEXT NOT NULL,
  removed_at      TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_membership_at_a_time ON members (organization_id, account_id) WHERE removed_at IS NULL;

CREATE INDEX members_of_account ON members (account_id);

CREATE TABLE invitations (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  token_hash      TEXT NOT NULL UNIQUE, -- SHA-256 of the link's secret half
  email           TEXT NOT NULL,
  name            TEXT NOT NULL,
  role            TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'reader', 'auditor', 'technician')),
  party_id        TEXT NOT NULL REFERENCES parties (id),
  invited_by      TEXT NOT NULL REFERENCES members (id),
  created_at      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  accepted_at     TEXT,
  revoked_at      TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX invitations_of_organization ON invitations (organization_id, created_at);

CREATE TABLE collections (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  -- A small number that stands for the collection inside the search index.
  scope           INTEGER NOT NULL UNIQUE,
  name            TEXT NOT NULL,
  description     TEXT NOT NULL,
  restricted      INTEGER NOT NULL CHECK (restricted IN (0, 1)),
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  archived_at     TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX collections_of_organization ON collections (organization_id);

CREATE UNIQUE INDEX collection_names ON collections (organization_id, name COLLATE NOCASE) WHERE archived_at IS NULL;

CREATE TABLE documents (
  -- The row number is the document's number in the search index.
  row_id          INTEGER PRIMARY KEY,
  id              TEXT NOT NULL UNIQUE,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL CHECK (kind IN ('runbook', 'system')),
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
  UNIQUE (organization_id, kind, number)
) STRICT;

CREATE INDEX documents_by_title ON documents (organization_id, kind, title COLLATE NOCASE, id) WHERE archived_at IS NULL;

CREATE INDEX documents_by_change ON documents (organization_id, updated_at, id) WHERE archived_at IS NULL;

CREATE INDEX documents_by_due ON documents (organization_id, coalesce(due_on, ''), id) WHERE archived_at IS NULL;

CREATE INDEX documents_of_collection ON documents (collection_id, kind, title COLLATE NOCASE, id);

CREATE INDEX documents_of_owner ON documents (owner_id);

CREATE INDEX documents_of_deputy ON documents (deputy_id);

CREATE INDEX documents_kept ON documents (collection_id, owner_id, deputy_id) WHERE archived_at IS NULL;

CREATE TABLE reference_counters (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL,
  last            INTEGER NOT NULL,
  PRIMARY KEY (organization_id, kind)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE document_relations (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  related_id  TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  position    INTEGER NOT NULL CHECK (position >= 1),
  PRIMARY KEY (document_id, related_id),
  CHECK (document_id <> related_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX relations_back ON document_relations (related_id, document_id);

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
  -- SHA-256 over title, summary, body and tags: a flipped bit on the disk is found by `runkeep verify`.
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

CREATE TABLE doubts (
  id               TEXT NOT NULL PRIMARY KEY,
  document_id      TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  cause            TEXT NOT NULL CHECK (cause IN ('flag', 'cited_archived', 'cited_purged')),
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

CREATE TABLE opens (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  opened_on   TEXT NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  PRIMARY KEY (document_id, opened_on, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX opens_of_member ON opens (member_id, opened_on);

CREATE TABLE audit_events (
  seq             INTEGER PRIMARY KEY,
  at              TEXT NOT NULL,
  organization_id TEXT,
  account_id      TEXT,
  member_id       TEXT,
  act             TEXT NOT NULL,
  subject_kind    TEXT NOT NULL,
  subject_id      TEXT NOT NULL,
  payload         TEXT NOT NULL CHECK (json_valid(payload)), -- the exact bytes that were hashed: all of the above and the details
  hash            TEXT NOT NULL
) STRICT;

CREATE INDEX audit_of_organization ON audit_events (organization_id, seq);

CREATE INDEX audit_of_subject ON audit_events (subject_id, seq);

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;

CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END;

CREATE VIEW searchable AS
SELECT d.row_id,
       CASE d.kind WHEN 'runbook' THEN 'RB' WHEN 'system' THEN 'SY' END || printf('-%02d', d.number) AS reference,
       d.title, d.tags, d.headings, d.summary, d.body, d.word_parts AS parts,
       -- collection, organization (both with an `a` if archived), kind, owner, and whether it is critical
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' ||
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'z' ELSE 'az' END || replace(d.organization_id, '-', '') || ' ' ||
       char(0xE000) || 'k' || d.kind || ' ' ||
       coalesce(char(0xE000) || 'o' || replace(d.owner_id, '-', '') || ' ', '') ||
       CASE d.criticality WHEN 'critical' THEN char(0xE000) || 'v ' ELSE '' END AS scope,
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' AS place
  FROM documents d JOIN collections c ON c.id = d.collection_id;

CREATE VIRTUAL TABLE title_index USING fts5 (
  reference, title, tags, scope,
  content = 'searchable', content_rowid = 'row_id', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);

CREATE VIRTUAL TABLE text_index USING fts5 (
  reference, title, tags, headings, summary, body, parts, scope,
  content = 'searchable', content_rowid = 'row_id', tokenize = "unicode61 remove_diacritics 2", prefix = '3'
);

CREATE VIRTUAL TABLE title_trigrams USING fts5 (
  title, place,
  content = 'searchable', content_rowid = 'row_id', tokenize = "trigram remove_diacritics 1"
);

CREATE TRIGGER documents_indexed AFTER INSERT ON documents
BEGIN
  INSERT INTO title_index (rowid, reference, title, tags, scope)
  SELECT row_id, reference, title, tags, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO title_trigrams (rowid, title, place)
  SELECT row_id, title, place FROM searchable WHERE row_id = new.row_id;
END;

CREATE TRIGGER documents_leave_index BEFORE UPDATE ON documents
WHEN (old.title, old.tags, old.headings, old.summary, old.body, old.word_parts, old.collection_id, old.archived_at,
      old.owner_id, old.criticality, old.kind, old.number, old.organization_id, old.row_id)
  IS NOT
     (new.title, new.tags, new.headings, new.summary, new.body, new.word_parts, new.collection_id, new.archived_at,
      new.owner_id, new.criticality, new.kind, new.number, new.organization_id, new.row_id)
BEGIN
  INSERT INTO title_index (title_index, rowid, reference, title, tags, scope)
  SELECT 'delete', row_id, reference, title, tags, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO title_trigrams (title_trigrams, rowid, title, place)
  SELECT 'delete', row_id, title, place FROM searchable WHERE row_id = old.row_id;
END;

CREATE TRIGGER documents_enter_index AFTER UPDATE ON documents
WHEN (old.title, old.tags, old.headings, old.summary, old.body, old.word_parts, old.collection_id, old.archived_at,
      old.owner_id, old.criticality, old.kind, old.number, old.organization_id, old.row_id)
  IS NOT
     (new.title, new.tags, new.headings, new.summary, new.body, new.word_parts, new.collection_id, new.archived_at,
      new.owner_id, new.criticality, new.kind, new.number, new.organization_id, new.row_id)
BEGIN
  INSERT INTO title_index (rowid, reference, title, tags, scope)
  SELECT row_id, reference, title, tags, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = new.row_id;
  INSERT INTO title_trigrams (rowid, title, place)
  SELECT row_id, title, place FROM searchable WHERE row_id = new.row_id;
END;

CREATE TRIGGER documents_removed BEFORE DELETE ON documents
BEGIN
  INSERT INTO title_index (title_index, rowid, reference, title, tags, scope)
  SELECT 'delete', row_id, reference, title, tags, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', row_id, reference, title, tags, headings, summary, body, parts, scope FROM searchable WHERE row_id = old.row_id;
  INSERT INTO title_trigrams (title_trigrams, rowid, title, place)
  SELECT 'delete', row_id, title, place FROM searchable WHERE row_id = old.row_id;
END;

CREATE TABLE search_words (
  word      TEXT NOT NULL PRIMARY KEY, -- small letters, without accents
  backwards TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX search_words_backwards ON search_words (backwards);

CREATE TABLE search_gaps (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  text            TEXT NOT NULL, -- empty where the organization does not keep search texts
  day             TEXT NOT NULL,
  member_id       TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  without_result  INTEGER NOT NULL,
  without_click   INTEGER NOT NULL,
  PRIMARY KEY (organization_id, text, day, member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX search_gaps_by_day ON search_gaps (organization_id, day);

CREATE TRIGGER search_texts_forgotten AFTER UPDATE OF keeps_search_texts ON organizations
WHEN new.keeps_search_texts = 0 AND old.keeps_search_texts = 1
BEGIN
  INSERT INTO search_gaps (organization_id, text, day, member_id, without_result, without_click)
  SELECT organization_id, '', day, member_id, sum(without_result), sum(without_click)
    FROM search_gaps WHERE organization_id = new.id AND text <> '' GROUP BY day, member_id
  ON CONFLICT DO UPDATE SET without_result = without_result + excluded.without_result,
                            without_click = without_click + excluded.without_click;
  DELETE FROM search_gaps WHERE organization_id = new.id AND text <> '';
END;
