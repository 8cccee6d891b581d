-- Who there is, and who may do what.

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

-- Challenges that were handed out and not yet signed; each is taken once.
CREATE TABLE challenges (
  challenge  TEXT NOT NULL PRIMARY KEY,
  account_id TEXT NOT NULL, -- may be the made-up id of an address that nobody has
  expires_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX challenges_by_expiry ON challenges (expires_at);

-- Allowances that refill with time: they slow guessing down and never lock anybody out for good. Every attempt moves the
-- moment at which its allowance is full again; a row whose moment has passed says nothing.
CREATE TABLE allowances (
  bucket  TEXT NOT NULL PRIMARY KEY,
  full_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX allowances_by_fullness ON allowances (full_at);

-- Random values that only the server knows, made when first needed.
CREATE TABLE server_secrets (
  name   TEXT NOT NULL PRIMARY KEY,
  secret TEXT NOT NULL -- 32 bytes, base64url
) STRICT, WITHOUT ROWID;

-- Browsers that have signed in to an account before: they keep an allowance of their own.
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
