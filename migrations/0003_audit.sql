-- Who did what, when, from where and why. Hash-chained: hash = H("audit", seq, previous hash, payload), CRYPTO.md §4.
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
-- With what lists are filtered by, so that a long walk reads the index alone.
CREATE INDEX audit_of_organization ON audit_events (organization_id, seq, at, act);
CREATE INDEX audit_of_member ON audit_events (member_id, seq);
-- Signing in belongs to no organization.
CREATE INDEX audit_of_account ON audit_events (account_id, act, seq) WHERE organization_id IS NULL;
CREATE INDEX audit_of_subject ON audit_events (subject_id, seq);
-- What an act was about besides its subject: whom a grant was given to, and on what.
CREATE INDEX audit_about_member ON audit_events (payload ->> '$.details.memberId', seq)
  WHERE payload ->> '$.details.memberId' IS NOT NULL;
CREATE INDEX audit_about_document ON audit_events (payload ->> '$.details.documentId', seq)
  WHERE payload ->> '$.details.documentId' IS NOT NULL;

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END;

-- How far the chain had come at a moment, signed by the server's log key. Copies outside the vault show what was cut off.
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
