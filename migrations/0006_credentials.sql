-- Credentials: what is not secret of them beside the spine, and their sealed secrets.

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

-- Every version of every secret: key and fields, sealed by its author.
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

-- What the author of each revision signed.
CREATE TABLE manifests (
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  dek_id      TEXT NOT NULL,
  member_id   TEXT NOT NULL REFERENCES members (id),
  payload     TEXT NOT NULL,
  signature   TEXT NOT NULL,
  PRIMARY KEY (document_id, revision)
) STRICT, WITHOUT ROWID;

-- The key of a secret on its way to one person, by a lease or by a grant on the document. Only of the secret in force.
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

-- Who opened what. The audit chain has the same, signed; these rows are for lists, exposure and last use.
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

-- Closed by a newly saved secret, and by nothing else.
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
