-- Files on documents. Their bytes lie in data/files, each content once per organization.

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
  created_at      TEXT NOT NULL,
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
