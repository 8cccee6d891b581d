-- How much of which kind of notice somebody wants to be told; what is not written here comes at once.
CREATE TABLE notice_wishes (
  account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  topic      TEXT NOT NULL,
  wish       TEXT NOT NULL CHECK (wish IN ('at_once', 'list', 'waiting')),
  PRIMARY KEY (account_id, topic)
) STRICT, WITHOUT ROWID;
