-- What somebody should know of: an access request that waits, a device that is new. Facts are references and names.
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
