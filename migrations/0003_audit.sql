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
CREATE INDEX audit_of_organization ON audit_events (organization_id, seq);
CREATE INDEX audit_of_subject ON audit_events (subject_id, seq);

CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never changed'); END;
CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE (ABORT, 'audit events are never deleted'); END;
