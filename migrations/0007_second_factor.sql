-- The second factor of signing in, and sessions that their owner can tell apart and end.

-- Nothing in the old rows could be named to their owner: everybody signs in again.
DROP TABLE sessions;
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

-- RFC 6238. The secret is sealed under a key in a file beside the database, and bound to the account.
CREATE TABLE second_factors (
  account_id    TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  sealed_secret TEXT NOT NULL,
  enrolled_at   TEXT NOT NULL,
  last_step     INTEGER NOT NULL, -- the newest 30 seconds whose code was taken: neither it nor an older one is again
  codes_made_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A secret that was shown and not yet confirmed by a code from it. Only the session that asked for it can confirm it.
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

-- Sign-ins whose passphrase was right and whose code is still to come; each ticket ends in one session at most.
CREATE TABLE pending_sign_ins (
  ticket_hash TEXT NOT NULL PRIMARY KEY, -- SHA-256
  account_id  TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  expires_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pending_sign_ins_by_expiry ON pending_sign_ins (expires_at);
CREATE INDEX pending_sign_ins_of_account ON pending_sign_ins (account_id);

-- Key holders without a second factor can read here, and change nothing.
ALTER TABLE organizations ADD COLUMN requires_second_factor INTEGER NOT NULL DEFAULT 0
  CHECK (requires_second_factor IN (0, 1));
