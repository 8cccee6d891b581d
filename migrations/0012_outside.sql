-- What leaves the house by itself: calendars and mail.

ALTER TABLE organizations ADD COLUMN titles_outside INTEGER NOT NULL DEFAULT 0 CHECK (titles_outside IN (0, 1));

CREATE TABLE calendar_feeds (
  account_id   TEXT NOT NULL PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  token_hash   TEXT NOT NULL UNIQUE, -- SHA-256 of the token in the address
  created_at   TEXT NOT NULL,
  last_read_at TEXT
) STRICT, WITHOUT ROWID;

-- A member without a row gets both.
CREATE TABLE mail_wishes (
  member_id TEXT NOT NULL PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
  digest    INTEGER NOT NULL CHECK (digest IN (0, 1)),
  at_once   INTEGER NOT NULL CHECK (at_once IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Letters on their way: written with what they tell of, sent after that is committed.
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
