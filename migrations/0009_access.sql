-- Requests for access, leases, and reviews of standing access.

CREATE TABLE access_requests (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- AR-12; counted in reference_counters as kind 'request'
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  member_id       TEXT NOT NULL REFERENCES members (id),
  payload         TEXT NOT NULL, -- as signed
  signature       TEXT NOT NULL,
  hash            TEXT NOT NULL, -- of the statement
  fields          TEXT CHECK (fields IS NULL OR json_valid(fields)),
  reason          TEXT NOT NULL,
  ticket          TEXT NOT NULL,
  minutes         INTEGER NOT NULL,
  extends_id      TEXT REFERENCES leases (id),
  created_at      TEXT NOT NULL,
  expires_at      TEXT NOT NULL,
  decided         TEXT CHECK (decided IN ('approved', 'denied', 'cancelled')),
  decided_at      TEXT,
  decided_by      TEXT REFERENCES members (id),
  note            TEXT NOT NULL DEFAULT '',
  UNIQUE (organization_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX requests_of_document ON access_requests (document_id, member_id);
CREATE INDEX requests_open ON access_requests (organization_id, expires_at) WHERE decided IS NULL;

CREATE TABLE leases (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  member_id       TEXT NOT NULL REFERENCES members (id), -- the holder
  request_id      TEXT REFERENCES access_requests (id),
  payload         TEXT NOT NULL, -- as signed by the approver
  signature       TEXT NOT NULL,
  hash            TEXT NOT NULL,
  approved_by     TEXT NOT NULL REFERENCES members (id),
  fields          TEXT CHECK (fields IS NULL OR json_valid(fields)),
  starts_at       TEXT NOT NULL,
  ends_at         TEXT NOT NULL,
  most_reveals    INTEGER,
  reveals         INTEGER NOT NULL DEFAULT 0,
  -- Standby: sleeps between starts_at and ends_at; awake, it runs from woken_at for so many minutes.
  standby_minutes INTEGER,
  woken_at        TEXT,
  awake_until     TEXT,
  extends_id      TEXT REFERENCES leases (id),
  ended_at        TEXT,
  ended_by        TEXT REFERENCES members (id),
  end_kind        TEXT CHECK (end_kind IN ('ended', 'revoked', 'extended')),
  end_note        TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX leases_of_holder ON leases (member_id, document_id) WHERE ended_at IS NULL;
CREATE INDEX leases_on_document ON leases (document_id);
CREATE INDEX leases_of_organization ON leases (organization_id, ends_at);

CREATE TABLE access_reviews (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL REFERENCES members (id),
  due_on          TEXT NOT NULL,
  closed_at       TEXT
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX one_review_at_a_time ON access_reviews (organization_id) WHERE closed_at IS NULL;

CREATE TABLE access_decisions (
  review_id  TEXT NOT NULL REFERENCES access_reviews (id) ON DELETE CASCADE,
  grant_id   TEXT NOT NULL REFERENCES grants (id) ON DELETE CASCADE,
  decision   TEXT NOT NULL CHECK (decision IN ('keep', 'end')),
  decided_at TEXT NOT NULL,
  decided_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (review_id, grant_id)
) STRICT, WITHOUT ROWID;

-- When somebody held the keys of everything, for exposure: written by the projection of the log.
CREATE TABLE key_holder_times (
  member_id TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  since     TEXT NOT NULL,
  ended_at  TEXT,
  PRIMARY KEY (member_id, since)
) STRICT, WITHOUT ROWID;
