-- The organization's signed log (CRYPTO.md §5), and the keys that go with it. Rows of members, grants, collections and
-- invitations are its projection.

-- `H("org", genesis)`, base64url: what the organization is called wherever it is hashed or signed.
ALTER TABLE organizations ADD COLUMN org_id TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX organizations_by_org_id ON organizations (org_id) WHERE org_id <> '';
-- Policies that the log sets (requires_second_factor too, which comes with 0007).
ALTER TABLE organizations ADD COLUMN single_admin INTEGER NOT NULL DEFAULT 0 CHECK (single_admin IN (0, 1));
ALTER TABLE organizations ADD COLUMN drill_days INTEGER NOT NULL DEFAULT 90 CHECK (drill_days BETWEEN 1 AND 730);

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

-- A person's keys as the log has them; `enc` and `sign` of the account are only what the account made first.
ALTER TABLE members ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
ALTER TABLE members ADD COLUMN enc_public_key TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN sign_public_key TEXT NOT NULL DEFAULT '';
-- The number of the member's last reveal: the next one bears the next.
ALTER TABLE members ADD COLUMN actor_seq INTEGER NOT NULL DEFAULT 0;

-- What the joiner signed: it waits for a key holder.
ALTER TABLE invitations ADD COLUMN rekeys_member_id TEXT REFERENCES members (id);
ALTER TABLE invitations ADD COLUMN accepted_by TEXT REFERENCES accounts (id);
ALTER TABLE invitations ADD COLUMN acceptance TEXT CHECK (acceptance IS NULL OR json_valid(acceptance));
ALTER TABLE invitations ADD COLUMN admitted_at TEXT;
ALTER TABLE invitations ADD COLUMN reminded_at TEXT;

ALTER TABLE collections ADD COLUMN custody_id TEXT NOT NULL DEFAULT '';
ALTER TABLE collections ADD COLUMN name_salt TEXT NOT NULL DEFAULT '';
ALTER TABLE collections ADD COLUMN lease_minutes INTEGER NOT NULL DEFAULT 480 CHECK (lease_minutes BETWEEN 1 AND 44640);
-- 0 until it has keys.
ALTER TABLE collections ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;

-- While an access review is under way: undecided access ends then.
ALTER TABLE grants ADD COLUMN lapses_at TEXT;

CREATE TABLE collection_epochs (
  collection_id    TEXT NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
  epoch            INTEGER NOT NULL CHECK (epoch >= 1),
  -- The seeds of the epoch before, sealed under those of this one: one wrap opens all history.
  previous_reveal  TEXT,
  previous_custody TEXT,
  PRIMARY KEY (collection_id, epoch)
) STRICT, WITHOUT ROWID;

-- Seeds of the epoch in force on their way to people; those of earlier epochs are deleted.
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

-- An account's own list of organizations and log heads, sealed by its owner.
CREATE TABLE homes (
  account_id TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  counter    INTEGER NOT NULL,
  sealed     TEXT NOT NULL
) STRICT, WITHOUT ROWID;
