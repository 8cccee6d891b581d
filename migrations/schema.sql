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
, org_id TEXT NOT NULL DEFAULT '', single_admin INTEGER NOT NULL DEFAULT 0 CHECK (single_admin IN (0, 1)), drill_days INTEGER NOT NULL DEFAULT 90 CHECK (drill_days BETWEEN 1 AND 730), requires_second_factor INTEGER NOT NULL DEFAULT 0
  CHECK (requires_second_factor IN (0, 1)), titles_outside INTEGER NOT NULL DEFAULT 0 CHECK (titles_outside IN (0, 1)), working_hours TEXT CHECK (working_hours IS NULL OR json_valid(working_hours))) STRICT, WITHOUT ROWID;

CREATE TABLE parties (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  name            TEXT NOT NULL,
  side            TEXT NOT NULL CHECK (side IN ('in_house', 'partner', 'outside')),
  created_at      TEXT NOT NULL
, phone TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

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
, epoch INTEGER NOT NULL DEFAULT 1, enc_public_key TEXT NOT NULL DEFAULT '', sign_public_key TEXT NOT NULL DEFAULT '', actor_seq INTEGER NOT NULL DEFAULT 0, phone TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_membership_at_a_time ON members (organization_id, account_id) WHERE removed_at IS NULL;

CREATE INDEX members_of_account ON members (account_id);

CREATE TABLE invitations (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  key             TEXT NOT NULL UNIQUE, -- public key of the link's secret half, which the server never sees
  email           TEXT NOT NULL,
  name            TEXT NOT NULL,
  role            TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'editor', 'reader', 'auditor', 'technician')),
  party_id        TEXT NOT NULL REFERENCES parties (id),
  invited_by      TEXT NOT NULL REFERENCES members (id),
  created_at      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  accepted_at     TEXT,
  revoked_at      TEXT
, rekeys_member_id TEXT REFERENCES members (id), accepted_by TEXT REFERENCES accounts (id), acceptance TEXT CHECK (acceptance IS NULL OR json_valid(acceptance)), admitted_at TEXT, reminded_at TEXT) STRICT, WITHOUT ROWID;

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
, custody_id TEXT NOT NULL DEFAULT '', name_salt TEXT NOT NULL DEFAULT '', lease_minutes INTEGER NOT NULL DEFAULT 480 CHECK (lease_minutes BETWEEN 1 AND 44640), epoch INTEGER NOT NULL DEFAULT 0, required_list_id TEXT REFERENCES reading_lists (id) ON DELETE SET NULL) STRICT, WITHOUT ROWID;

CREATE INDEX collections_of_organization ON collections (organization_id);

CREATE UNIQUE INDEX collection_names ON collections (organization_id, name COLLATE NOCASE) WHERE archived_at IS NULL;

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
  content         TEXT CHECK (content IS NULL OR json_valid(content)), material_revision INTEGER NOT NULL DEFAULT 1,
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
  ended_at        TEXT, lapses_at TEXT,
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

CREATE INDEX audit_of_organization ON audit_events (organization_id, seq, at, act);

CREATE INDEX audit_of_member ON audit_events (member_id, seq);

CREATE INDEX audit_of_account ON audit_events (account_id, act, seq) WHERE organization_id IS NULL;

CREATE INDEX audit_of_subject ON audit_events (subject_id, seq);

CREATE INDEX audit_about_member ON audit_events (payload ->> '$.details.memberId', seq)
  WHERE payload ->> '$.details.memberId' IS NOT NULL;

CREATE INDEX audit_about_document ON audit_events (payload ->> '$.details.documentId', seq)
  WHERE payload ->> '$.details.documentId' IS NOT NULL;

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;

CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END;

CREATE TABLE audit_checkpoints (
  size      INTEGER NOT NULL, -- number of the newest entry
  head      TEXT NOT NULL, -- its hash
  time      TEXT NOT NULL,
  key       TEXT NOT NULL, -- the public key, base64url
  signature TEXT NOT NULL,
  PRIMARY KEY (size, key)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER checkpoints_are_append_only_update BEFORE UPDATE ON audit_checkpoints
BEGIN SELECT RAISE (ABORT, 'checkpoints are never changed'); END;

CREATE TRIGGER checkpoints_are_append_only_delete BEFORE DELETE ON audit_checkpoints
BEGIN SELECT RAISE (ABORT, 'checkpoints are never deleted'); END;

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

CREATE UNIQUE INDEX organizations_by_org_id ON organizations (org_id) WHERE org_id <> '';

CREATE TABLE organization_log (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  seq             INTEGER NOT NULL CHECK (seq >= 1),
  type            TEXT NOT NULL,
  at              TEXT NOT NULL,
  -- The member that the entry is about, if it is about one: what technicians may read is chosen by it.
  member_id       TEXT,
  payload         TEXT NOT NULL, -- the exact bytes that were signed
  signature       TEXT NOT NULL,
  hash            TEXT NOT NULL,
  PRIMARY KEY (organization_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER log_is_append_only_update BEFORE UPDATE ON organization_log
BEGIN SELECT RAISE (ABORT, 'the organization log is never changed'); END;

CREATE TRIGGER log_is_append_only_delete BEFORE DELETE ON organization_log
BEGIN SELECT RAISE (ABORT, 'the organization log is never shortened'); END;

CREATE TABLE collection_epochs (
  collection_id    TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  epoch            INTEGER NOT NULL CHECK (epoch >= 1),
  -- The seeds of the epoch before, sealed under those of this one: one wrap opens all history.
  previous_reveal  TEXT,
  previous_custody TEXT,
  PRIMARY KEY (collection_id, epoch)
) STRICT, WITHOUT ROWID;

CREATE TABLE seed_wraps (
  collection_id   TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  epoch           INTEGER NOT NULL,
  of              TEXT NOT NULL CHECK (of IN ('reveal', 'custody')),
  recipient_id    TEXT NOT NULL, -- an account, the collection's custody, the recovery kit
  recipient_epoch INTEGER NOT NULL,
  granter_id      TEXT NOT NULL, -- account
  granter_epoch   INTEGER NOT NULL,
  wrap            TEXT NOT NULL,
  PRIMARY KEY (collection_id, of, recipient_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX seed_wraps_of_recipient ON seed_wraps (recipient_id);

CREATE TABLE recovery_kits (
  organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
  recovery_id     TEXT NOT NULL,
  epoch           INTEGER NOT NULL,
  k               INTEGER NOT NULL,
  n               INTEGER NOT NULL,
  set_at          TEXT NOT NULL,
  set_by          TEXT NOT NULL REFERENCES members (id),
  -- Of the newest kit only: new cards have not been drilled.
  drilled_at      TEXT,
  drilled_by      TEXT REFERENCES members (id)
) STRICT, WITHOUT ROWID;

CREATE TABLE homes (
  account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  counter    INTEGER NOT NULL,
  sealed     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE credentials (
  document_id   TEXT NOT NULL PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
  class         TEXT NOT NULL CHECK (class IN ('standard', 'guarded', 'break_glass')),
  rotation_days INTEGER CHECK (rotation_days BETWEEN 1 AND 1825),
  -- The secret in force: its key's id, and when it was saved. Saving other words around it changes neither.
  dek_id        TEXT NOT NULL,
  rotated_at    TEXT NOT NULL,
  rotated_on    TEXT NOT NULL, -- calendar day in the organization's zone
  rotate_on     TEXT GENERATED ALWAYS AS (date(rotated_on, '+' || rotation_days || ' days')) STORED
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
  dek_id        TEXT NOT NULL,
  document_id   TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  collection_id TEXT NOT NULL REFERENCES collections (id),
  epoch         INTEGER NOT NULL,
  class         TEXT NOT NULL CHECK (class IN ('standard', 'guarded', 'break_glass')),
  sealed_dek    TEXT NOT NULL,
  saved_at      TEXT NOT NULL,
  saved_by      TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (document_id, dek_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret_fields (
  document_id TEXT NOT NULL,
  dek_id      TEXT NOT NULL,
  n           INTEGER NOT NULL CHECK (n BETWEEN 1 AND 1000),
  kind        TEXT NOT NULL CHECK (kind IN ('username', 'password', 'totp', 'note', 'text', 'secret', 'key', 'file')),
  sealed      TEXT NOT NULL,
  PRIMARY KEY (document_id, dek_id, n),
  FOREIGN KEY (document_id, dek_id) REFERENCES secrets (document_id, dek_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE manifests (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  dek_id      TEXT NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id),
  payload     TEXT NOT NULL,
  signature   TEXT NOT NULL,
  PRIMARY KEY (document_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE secret_wraps (
  document_id     TEXT NOT NULL,
  dek_id          TEXT NOT NULL,
  account_id      TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  recipient_epoch INTEGER NOT NULL,
  by_kind         TEXT NOT NULL CHECK (by_kind IN ('lease', 'grant')),
  by_id           TEXT NOT NULL, -- of the lease or grant
  n               INTEGER NOT NULL DEFAULT 0, -- the field; 0 for the whole secret
  granter_id      TEXT NOT NULL, -- account
  granter_epoch   INTEGER NOT NULL,
  wrap            TEXT NOT NULL,
  PRIMARY KEY (document_id, dek_id, by_kind, by_id, n),
  FOREIGN KEY (document_id, dek_id) REFERENCES secrets (document_id, dek_id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX secret_wraps_by ON secret_wraps (by_id);

CREATE TABLE reveals (
  id          INTEGER PRIMARY KEY,
  event       INTEGER NOT NULL, -- number of the audit event; one health check is one event for many
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  dek_id      TEXT NOT NULL,
  revision    INTEGER NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id),
  at          TEXT NOT NULL,
  purpose     TEXT NOT NULL,
  fields      TEXT NOT NULL CHECK (json_valid(fields)),
  reason      TEXT NOT NULL,
  ticket      TEXT NOT NULL,
  lease_id    TEXT,
  from_id     TEXT -- the document from which it was opened
) STRICT;

CREATE INDEX reveals_of_document ON reveals (document_id, id);

CREATE INDEX reveals_of_member ON reveals (member_id, document_id, at);

CREATE TABLE rotation_tasks (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  cause           TEXT NOT NULL CHECK (cause IN ('left', 'used', 'asked')),
  about           TEXT NOT NULL, -- whom it is about, by name, or why
  about_id        TEXT REFERENCES members (id),
  opened_at       TEXT NOT NULL,
  opened_by       TEXT NOT NULL REFERENCES members (id),
  closed_at       TEXT,
  closed_by       TEXT REFERENCES members (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX rotations_open ON rotation_tasks (document_id) WHERE closed_at IS NULL;

CREATE INDEX rotations_of_organization ON rotation_tasks (organization_id, opened_at);

CREATE TABLE sessions (
  token_hash       TEXT NOT NULL PRIMARY KEY, -- SHA-256 of the cookie's token
  id               TEXT NOT NULL UNIQUE, -- what the owner's list calls it; opens nothing
  account_id       TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at       TEXT NOT NULL,
  authenticated_at TEXT NOT NULL, -- when the passphrase was last proven: some deeds ask for a fresh one
  seen_at          TEXT NOT NULL,
  ends_at          TEXT NOT NULL,
  ended_at         TEXT,
  address          TEXT NOT NULL,
  agent            TEXT NOT NULL,
  device_hash      TEXT -- of the browser's device token: a row of devices, while it is kept
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_of_account ON sessions (account_id, ended_at);

CREATE INDEX sessions_by_end ON sessions (ends_at);

CREATE TABLE second_factors (
  account_id    TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  sealed_secret TEXT NOT NULL,
  enrolled_at   TEXT NOT NULL,
  last_step     INTEGER NOT NULL, -- the newest 30 seconds whose code was taken: neither it nor an older one is again
  codes_made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE second_factor_enrolments (
  account_id    TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  session_id    TEXT NOT NULL,
  sealed_secret TEXT NOT NULL,
  expires_at    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX second_factor_enrolments_by_expiry ON second_factor_enrolments (expires_at);

CREATE TABLE recovery_codes (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  code_hash  TEXT NOT NULL, -- SHA-256 of a code of 120 random bits
  used_at    TEXT,
  PRIMARY KEY (account_id, code_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE pending_sign_ins (
  ticket_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256
  account_id  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX pending_sign_ins_by_expiry ON pending_sign_ins (expires_at);

CREATE INDEX pending_sign_ins_of_account ON pending_sign_ins (account_id);

CREATE TABLE notices (
  row_id          INTEGER PRIMARY KEY, -- newest last
  id              TEXT NOT NULL UNIQUE,
  account_id      TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- As whom the account is told; both are NULL for what is about the account itself.
  organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
  member_id       TEXT REFERENCES members (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL,
  facts           TEXT NOT NULL CHECK (json_valid(facts)),
  dedupe          TEXT, -- told once: a second notice of the same name to the same account is none
  created_at      TEXT NOT NULL,
  read_at         TEXT,
  settled_at      TEXT, -- what it asked for is done, by whomever: it waits for nobody any more
  CHECK ((organization_id IS NULL) = (member_id IS NULL))
) STRICT;

CREATE INDEX notices_of_account ON notices (account_id, row_id);

CREATE INDEX open_notices_of_account ON notices (account_id) WHERE read_at IS NULL OR settled_at IS NULL;

CREATE UNIQUE INDEX notices_told_once ON notices (account_id, dedupe) WHERE dedupe IS NOT NULL;

CREATE INDEX notices_by_dedupe ON notices (organization_id, dedupe) WHERE dedupe IS NOT NULL;

CREATE TABLE access_requests (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- AR-12; counted in reference_counters as kind 'request'
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  member_id       TEXT NOT NULL REFERENCES members (id),
  payload         TEXT NOT NULL, -- as signed
  signature       TEXT NOT NULL,
  hash            TEXT NOT NULL, -- of the statement
  fields          TEXT CHECK (fields IS NULL OR json_valid(fields)),
  reason          TEXT NOT NULL,
  ticket          TEXT NOT NULL,
  minutes         INTEGER NOT NULL,
  extends_id      TEXT REFERENCES leases (id),
  created_at      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  decided         TEXT CHECK (decided IN ('approved', 'denied', 'cancelled')),
  decided_at      TEXT,
  decided_by      TEXT REFERENCES members (id),
  note            TEXT NOT NULL DEFAULT '',
  UNIQUE (organization_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX requests_of_document ON access_requests (document_id, member_id);

CREATE INDEX requests_open ON access_requests (organization_id, expires_at) WHERE decided IS NULL;

CREATE TABLE leases (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  member_id       TEXT NOT NULL REFERENCES members (id), -- the holder
  request_id      TEXT REFERENCES access_requests (id),
  payload         TEXT NOT NULL, -- as signed by the approver
  signature       TEXT NOT NULL,
  hash            TEXT NOT NULL,
  approved_by     TEXT NOT NULL REFERENCES members (id),
  fields          TEXT CHECK (fields IS NULL OR json_valid(fields)),
  starts_at       TEXT NOT NULL,
  ends_at         TEXT NOT NULL,
  most_reveals    INTEGER,
  reveals         INTEGER NOT NULL DEFAULT 0,
  -- Standby: sleeps between starts_at and ends_at; awake, it runs from woken_at for so many minutes.
  standby_minutes INTEGER,
  woken_at        TEXT,
  awake_until     TEXT,
  extends_id      TEXT REFERENCES leases (id),
  ended_at        TEXT,
  ended_by        TEXT REFERENCES members (id),
  end_kind        TEXT CHECK (end_kind IN ('ended', 'revoked', 'extended')),
  end_note        TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX leases_of_holder ON leases (member_id, document_id) WHERE ended_at IS NULL;

CREATE INDEX leases_on_document ON leases (document_id);

CREATE INDEX leases_of_organization ON leases (organization_id, ends_at);

CREATE TABLE access_reviews (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL REFERENCES members (id),
  due_on          TEXT NOT NULL,
  closed_at       TEXT
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX one_review_at_a_time ON access_reviews (organization_id) WHERE closed_at IS NULL;

CREATE TABLE access_decisions (
  review_id  TEXT NOT NULL REFERENCES access_reviews (id) ON DELETE CASCADE,
  grant_id   TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
  decision   TEXT NOT NULL CHECK (decision IN ('keep', 'end')),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (review_id, grant_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE key_holder_times (
  member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  since     TEXT NOT NULL,
  ended_at  TEXT,
  PRIMARY KEY (member_id, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE blobs (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  sha256          TEXT NOT NULL CHECK (length(sha256) = 64), -- of the bytes on the disk, hex: checked at every reading
  size_bytes      INTEGER NOT NULL CHECK (size_bytes >= 0),
  -- A random name under data/files: nothing that anybody sent is in it.
  file            TEXT NOT NULL UNIQUE,
  media_type      TEXT NOT NULL, -- as detected
  width           INTEGER, -- of a picture, in pixels
  height          INTEGER,
  created_at      TEXT NOT NULL, lost_at TEXT,
  UNIQUE (organization_id, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE attachments (
  id              TEXT NOT NULL PRIMARY KEY,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  -- NULL once an owner has purged it.
  blob_id         TEXT REFERENCES blobs (id),
  name            TEXT NOT NULL,
  media_type      TEXT NOT NULL,
  size_bytes      INTEGER NOT NULL,
  sha256          TEXT NOT NULL,
  -- Encrypted by the client; the name is then a made-up one, the true one lies in the sealed field.
  sealed          INTEGER NOT NULL DEFAULT 0 CHECK (sealed IN (0, 1)),
  version         INTEGER NOT NULL DEFAULT 1 CHECK (version >= 1),
  replaces_id     TEXT REFERENCES attachments (id),
  added_at        TEXT NOT NULL,
  added_by        TEXT NOT NULL REFERENCES members (id),
  -- Removed, or replaced by a newer one: history.
  removed_at      TEXT,
  removed_by      TEXT REFERENCES members (id),
  purged_at       TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX attachments_of_document ON attachments (document_id, added_at);

CREATE INDEX attachments_of_blob ON attachments (blob_id);

CREATE INDEX attachments_replacing ON attachments (replaces_id) WHERE replaces_id IS NOT NULL;

CREATE TABLE contracts (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- CT-04; counted in reference_counters as kind 'contract'
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, -- the vendor
  owner_id        TEXT REFERENCES members (id),
  fallback_id     TEXT REFERENCES members (id),
  -- ContractTerms without owner and fallback: what is agreed. Which term runs today is computed when asked.
  terms           TEXT NOT NULL CHECK (json_valid(terms)),
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  updated_at      TEXT NOT NULL,
  updated_by      TEXT NOT NULL REFERENCES members (id),
  archived_at     TEXT,
  UNIQUE (organization_id, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX contracts_of_vendor ON contracts (document_id);

CREATE TABLE contract_revisions (
  contract_id TEXT NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  saved_at    TEXT NOT NULL,
  saved_by    TEXT NOT NULL REFERENCES members (id),
  terms       TEXT NOT NULL CHECK (json_valid(terms)), -- ContractTerms, owner and fallback too
  PRIMARY KEY (contract_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE contract_decisions (
  id            INTEGER PRIMARY KEY,
  contract_id   TEXT NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
  term_ends_on  TEXT, -- last day of the term; NULL where the contract has no end
  decision      TEXT NOT NULL CHECK (decision IN ('renew', 'renegotiate', 'cancel')),
  why           TEXT NOT NULL,
  proof         TEXT NOT NULL,
  attachment_id TEXT REFERENCES attachments (id) ON DELETE SET NULL,
  decided_at    TEXT NOT NULL,
  decided_by    TEXT NOT NULL REFERENCES members (id),
  undone_at     TEXT,
  undone_by     TEXT REFERENCES members (id)
) STRICT;

CREATE INDEX decisions_of_contract ON contract_decisions (contract_id, id);

CREATE TABLE watched_dates (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL CHECK (kind IN ('domain', 'certificate', 'licence', 'warranty', 'support_end', 'other')),
  name            TEXT NOT NULL,
  on_day          TEXT NOT NULL,
  lead_days       INTEGER NOT NULL CHECK (lead_days BETWEEN 0 AND 730),
  owner_id        TEXT REFERENCES members (id),
  note            TEXT NOT NULL,
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  ended_at        TEXT,
  ended_by        TEXT REFERENCES members (id),
  end_why         TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX watched_of_document ON watched_dates (document_id) WHERE ended_at IS NULL;

CREATE INDEX watched_of_organization ON watched_dates (organization_id, on_day) WHERE ended_at IS NULL;

CREATE TABLE watched_renewals (
  watch_id   TEXT NOT NULL REFERENCES watched_dates (id) ON DELETE CASCADE,
  revision   INTEGER NOT NULL,
  on_day     TEXT NOT NULL,
  renewed_at TEXT NOT NULL,
  renewed_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (watch_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE holidays (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  on_day          TEXT NOT NULL,
  name            TEXT NOT NULL,
  PRIMARY KEY (organization_id, on_day)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_feeds (
  account_id   TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  token_hash   TEXT NOT NULL UNIQUE, -- SHA-256 of the token in the address
  created_at   TEXT NOT NULL,
  last_read_at TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE mail_wishes (
  member_id TEXT NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
  digest    INTEGER NOT NULL CHECK (digest IN (0, 1)),
  at_once   INTEGER NOT NULL CHECK (at_once IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE letters (
  id              TEXT NOT NULL PRIMARY KEY,
  account_id      TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  organization_id TEXT REFERENCES organizations (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL, -- digest, notice, test
  dedupe          TEXT UNIQUE, -- sent once: "digest/<member>/<Monday>"
  facts           TEXT NOT NULL CHECK (json_valid(facts)),
  created_at      TEXT NOT NULL,
  next_try_at     TEXT NOT NULL,
  tries           INTEGER NOT NULL DEFAULT 0,
  sent_at         TEXT,
  given_up_at     TEXT,
  failure         TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;

CREATE INDEX letters_waiting ON letters (next_try_at) WHERE sent_at IS NULL AND given_up_at IS NULL;

CREATE TABLE file_usage (
  organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
  bytes           INTEGER NOT NULL CHECK (bytes >= 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE erasures (
  blob_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

CREATE TRIGGER attachment_counts AFTER INSERT ON attachments WHEN new.blob_id IS NOT NULL
BEGIN
  INSERT INTO file_usage (organization_id, bytes)
  SELECT organization_id, new.size_bytes FROM blobs WHERE id = new.blob_id
  ON CONFLICT DO UPDATE SET bytes = bytes + new.size_bytes;
END;

CREATE TRIGGER attachment_purged AFTER UPDATE OF blob_id ON attachments WHEN old.blob_id IS NOT NULL AND new.blob_id IS NULL
BEGIN
  UPDATE file_usage SET bytes = bytes - old.size_bytes
   WHERE organization_id = (SELECT organization_id FROM blobs WHERE id = old.blob_id);
  INSERT OR IGNORE INTO erasures (blob_id) VALUES (old.blob_id);
END;

CREATE TRIGGER attachment_gone AFTER DELETE ON attachments WHEN old.blob_id IS NOT NULL
BEGIN
  UPDATE file_usage SET bytes = bytes - old.size_bytes
   WHERE organization_id = (SELECT organization_id FROM blobs WHERE id = old.blob_id);
  INSERT OR IGNORE INTO erasures (blob_id) VALUES (old.blob_id);
END;

CREATE VIEW searchable AS
SELECT d.row_id,
       CASE d.kind WHEN 'runbook' THEN 'RB' WHEN 'credential' THEN 'CR' WHEN 'vendor' THEN 'VN' WHEN 'diagram' THEN 'DG' WHEN 'system' THEN 'SY' END || printf('-%02d', d.number) AS reference,
       d.title, d.tags, d.headings, d.summary, d.body,
       d.word_parts || coalesce(
         (SELECT group_concat(char(10) || 'CT-' || printf('%02d', k.number) || ' ' || (k.terms ->> 'title') || char(10) || (k.terms ->> 'number'), '' ORDER BY k.number)
            FROM contracts k WHERE k.document_id = d.id AND k.archived_at IS NULL), '') AS parts,
       -- collection, organization (both with an `a` if archived), kind, owner, and whether it is critical
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' ||
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'z' ELSE 'az' END || replace(d.organization_id, '-', '') || ' ' ||
       char(0xE000) || 'k' || d.kind || ' ' ||
       coalesce(char(0xE000) || 'o' || replace(d.owner_id, '-', '') || ' ', '') ||
       CASE d.criticality WHEN 'critical' THEN char(0xE000) || 'v ' ELSE '' END AS scope,
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' AS place
  FROM documents d JOIN collections c ON c.id = d.collection_id;

CREATE TRIGGER contracts_leave_before_insert BEFORE INSERT ON contracts
BEGIN
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = new.document_id;
END;

CREATE TRIGGER contracts_enter_after_insert AFTER INSERT ON contracts
BEGIN
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = new.document_id;
END;

CREATE TRIGGER contracts_leave_before_update BEFORE UPDATE ON contracts
BEGIN
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = old.document_id;
END;

CREATE TRIGGER contracts_enter_after_update AFTER UPDATE ON contracts
BEGIN
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = new.document_id;
END;

CREATE TRIGGER contracts_leave_before_delete BEFORE DELETE ON contracts
BEGIN
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = old.document_id;
END;

CREATE TRIGGER contracts_enter_after_delete AFTER DELETE ON contracts
BEGIN
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = old.document_id;
END;

CREATE TRIGGER feeds_end_with_the_last_membership AFTER UPDATE OF removed_at ON members
WHEN new.removed_at IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.account_id = new.account_id AND m.removed_at IS NULL)
BEGIN
  DELETE FROM calendar_feeds WHERE account_id = new.account_id;
END;

CREATE TRIGGER feeds_end_with_the_account AFTER UPDATE OF disabled_at ON accounts
WHEN new.disabled_at IS NOT NULL
BEGIN
  DELETE FROM calendar_feeds WHERE account_id = new.id;
END;

CREATE TABLE recovery_card_holders (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  epoch           INTEGER NOT NULL,
  card            INTEGER NOT NULL CHECK (card BETWEEN 1 AND 10),
  holder          TEXT NOT NULL CHECK (holder <> ''),
  -- For whom the holder works; NULL for a place, such as a bank's safe.
  party_id        TEXT REFERENCES parties (id),
  noted_at        TEXT NOT NULL,
  noted_by        TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (organization_id, epoch, card)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE lanes (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  revision        INTEGER NOT NULL DEFAULT 1,
  content         TEXT NOT NULL CHECK (json_valid(content)), -- LaneContent of the contract: ids, never names
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  updated_at      TEXT NOT NULL,
  updated_by      TEXT NOT NULL REFERENCES members (id),
  retired_at      TEXT,
  retired_by      TEXT REFERENCES members (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX lanes_of_organization ON lanes (organization_id, position);

CREATE TABLE lane_revisions (
  lane_id  TEXT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  content  TEXT NOT NULL CHECK (json_valid(content)),
  saved_at TEXT NOT NULL,
  saved_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (lane_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE lane_confirmations (
  id        TEXT NOT NULL PRIMARY KEY,
  lane_id   TEXT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
  revision  INTEGER NOT NULL,
  party_id  TEXT NOT NULL REFERENCES parties (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX confirmations_of_lane ON lane_confirmations (lane_id, revision, party_id, at);

CREATE TABLE lane_results (
  id           TEXT NOT NULL PRIMARY KEY,
  lane_id      TEXT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
  on_day       TEXT NOT NULL,
  passed       INTEGER CHECK (passed IN (0, 1)),
  value        REAL,
  met          INTEGER NOT NULL CHECK (met IN (0, 1)), -- by the target of that day
  note         TEXT NOT NULL,
  at           TEXT NOT NULL,
  member_id    TEXT NOT NULL REFERENCES members (id),
  withdrawn_at TEXT,
  CHECK ((passed IS NULL) <> (value IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX results_of_lane ON lane_results (lane_id, on_day);

CREATE TABLE absences (
  id                TEXT NOT NULL PRIMARY KEY,
  organization_id   TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  member_id         TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  from_day          TEXT NOT NULL,
  until_day         TEXT NOT NULL, -- the last day away
  note              TEXT NOT NULL,
  cover_id          TEXT REFERENCES members (id),
  cover_asked_at    TEXT,
  cover_accepted_at TEXT,
  cover_refused_at  TEXT,
  created_at        TEXT NOT NULL,
  created_by        TEXT NOT NULL REFERENCES members (id),
  ended_at          TEXT,
  CHECK (from_day <= until_day),
  CHECK (cover_id IS NULL OR cover_id <> member_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX absences_of_organization ON absences (organization_id, until_day) WHERE ended_at IS NULL;

CREATE TABLE incidents (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- IN-52; counted in reference_counters as kind 'incident'
  title           TEXT NOT NULL,
  severity        TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
  system_id       TEXT REFERENCES documents (id) ON DELETE SET NULL,
  -- It is about a system, also when that was erased: then it does not become everybody's to see.
  has_system      INTEGER NOT NULL CHECK (has_system IN (0, 1)),
  opened_at       TEXT NOT NULL,
  opened_by       TEXT NOT NULL REFERENCES members (id),
  first_runbook_at TEXT, -- when somebody first had a runbook open in it
  closed_at       TEXT,
  closed_by       TEXT REFERENCES members (id),
  affected        TEXT NOT NULL DEFAULT '',
  summary         TEXT NOT NULL DEFAULT '',
  UNIQUE (organization_id, number),
  CHECK (system_id IS NULL OR has_system = 1)
) STRICT, WITHOUT ROWID;

CREATE INDEX incidents_open ON incidents (organization_id, opened_at) WHERE closed_at IS NULL;

CREATE INDEX incidents_of_system ON incidents (system_id) WHERE system_id IS NOT NULL;

CREATE TABLE incident_members (
  incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  joined_at   TEXT NOT NULL,
  PRIMARY KEY (incident_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident_events (
  incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  id          TEXT NOT NULL, -- made by the device that did it: sent twice is one
  kind        TEXT NOT NULL CHECK (kind IN ('opened', 'joined', 'note', 'call', 'runbook', 'reveal', 'changed', 'closed', 'reopened')),
  member_id   TEXT NOT NULL REFERENCES members (id),
  -- The runbook opened, the secret, the vendor called: what is erased takes what was done with it along, as its runs.
  document_id TEXT REFERENCES documents (id) ON DELETE CASCADE,
  called      TEXT NOT NULL DEFAULT '', -- of a call: who, in words
  text        TEXT NOT NULL DEFAULT '',
  at          TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (incident_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_of_incident ON incident_events (incident_id, at);

CREATE INDEX incident_events_of_document ON incident_events (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE incident_runbooks (
  incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  outcome     TEXT NOT NULL CHECK (outcome IN ('worked', 'needs_changes', 'not_used')),
  note        TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (incident_id, document_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX incident_runbooks_of_document ON incident_runbooks (document_id);

CREATE TABLE follow_ups (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id              TEXT NOT NULL, -- made by the device: sent twice is one
  incident_id     TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  text            TEXT NOT NULL,
  owner_id        TEXT REFERENCES members (id),
  due_on          TEXT,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  done_at         TEXT,
  done_by         TEXT REFERENCES members (id),
  PRIMARY KEY (organization_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX follow_ups_open ON follow_ups (organization_id, owner_id) WHERE done_at IS NULL;

CREATE INDEX follow_ups_of_incident ON follow_ups (incident_id);

CREATE TABLE runs (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  revision        INTEGER NOT NULL,
  steps           INTEGER NOT NULL, -- how many the text has
  is_drill        INTEGER NOT NULL CHECK (is_drill IN (0, 1)),
  incident_id     TEXT REFERENCES incidents (id) ON DELETE SET NULL,
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL REFERENCES members (id),
  finished_at     TEXT,
  finished_by     TEXT REFERENCES members (id),
  outcome         TEXT CHECK (outcome IN ('worked', 'needs_changes', 'abandoned')),
  has_failed_step INTEGER NOT NULL DEFAULT 0 CHECK (has_failed_step IN (0, 1)),
  summary         TEXT NOT NULL DEFAULT '',
  CHECK ((finished_at IS NULL) = (outcome IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX runs_of_document ON runs (document_id, started_at);

CREATE INDEX runs_finished ON runs (document_id, outcome, finished_at, has_failed_step) WHERE outcome IS NOT NULL;

CREATE INDEX runs_under_way ON runs (organization_id, started_at) WHERE finished_at IS NULL;

CREATE INDEX runs_of_incident ON runs (incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE run_events (
  run_id      TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  id          TEXT NOT NULL, -- made by the device that did it: sent twice is one
  step        INTEGER, -- place of the step in the text, from 0; NULL: of the whole run
  what        TEXT NOT NULL CHECK (what IN ('done', 'failed', 'skipped', 'open', 'note', 'output', 'value', 'join')),
  name        TEXT NOT NULL DEFAULT '', -- of a value: the placeholder it fills
  text        TEXT NOT NULL DEFAULT '',
  member_id   TEXT NOT NULL REFERENCES members (id),
  at          TEXT NOT NULL, -- when it was done, by the device; never later than received_at
  received_at TEXT NOT NULL,
  PRIMARY KEY (run_id, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX events_of_run ON run_events (run_id, at);

CREATE TABLE handovers (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  member_id       TEXT REFERENCES members (id),
  party_id        TEXT REFERENCES parties (id),
  receiver_id     TEXT REFERENCES members (id), -- who takes over unless told otherwise
  reason          TEXT NOT NULL DEFAULT '',
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL REFERENCES members (id),
  at_start        TEXT NOT NULL CHECK (json_valid(at_start)), -- how much there was of each step
  closed_at       TEXT,
  closed_by       TEXT REFERENCES members (id),
  outcome         TEXT CHECK (outcome IN ('done', 'cancelled')),
  report          TEXT CHECK (report IS NULL OR json_valid(report)), -- as it was when it was closed
  CHECK ((member_id IS NULL) <> (party_id IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX handovers_of_organization ON handovers (organization_id, started_at);

CREATE UNIQUE INDEX handover_of_member ON handovers (member_id) WHERE closed_at IS NULL AND member_id IS NOT NULL;

CREATE UNIQUE INDEX handover_of_party ON handovers (party_id) WHERE closed_at IS NULL AND party_id IS NOT NULL;

CREATE TABLE handover_steps (
  handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
  step        TEXT NOT NULL CHECK (step IN ('documents', 'lanes', 'contacts', 'reading', 'secrets', 'access')),
  note        TEXT NOT NULL DEFAULT '',
  done_at     TEXT,
  done_by     TEXT REFERENCES members (id),
  PRIMARY KEY (handover_id, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE handover_moves (
  id          TEXT NOT NULL PRIMARY KEY,
  handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
  step        TEXT NOT NULL,
  says        TEXT NOT NULL, -- RB-14, a lane's name
  document_id TEXT REFERENCES documents (id) ON DELETE CASCADE,
  to_id       TEXT REFERENCES members (id),
  at          TEXT NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX moves_of_handover ON handover_moves (handover_id, at);

CREATE TABLE handover_signatures (
  handover_id TEXT NOT NULL REFERENCES handovers (id) ON DELETE CASCADE,
  side        TEXT NOT NULL CHECK (side IN ('leaving', 'staying')),
  member_id   TEXT REFERENCES members (id), -- NULL: signed on paper, see name
  name        TEXT NOT NULL,
  note        TEXT NOT NULL DEFAULT '',
  left_then   TEXT NOT NULL CHECK (json_valid(left_then)), -- how much was left of each step when it was signed
  signed_at   TEXT NOT NULL,
  noted_by    TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (handover_id, side)
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_wishes (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  topic      TEXT NOT NULL,
  wish       TEXT NOT NULL CHECK (wish IN ('at_once', 'list', 'waiting')),
  PRIMARY KEY (account_id, topic)
) STRICT, WITHOUT ROWID;
