-- Contracts of vendors, dates to watch, holidays.

CREATE TABLE contracts (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- CT-04; counted in reference_counters as kind 'contract'
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE, -- the vendor
  owner_id        TEXT REFERENCES members (id),
  fallback_id     TEXT REFERENCES members (id),
  -- ContractTerms without owner and fallback: what is agreed. Which term runs today is computed when asked.
  terms           TEXT NOT NULL CHECK (json_valid(terms)),
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  updated_at      TEXT NOT NULL,
  updated_by      TEXT NOT NULL REFERENCES members (id),
  archived_at     TEXT,
  UNIQUE (organization_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX contracts_of_vendor ON contracts (document_id);

CREATE TABLE contract_revisions (
  contract_id TEXT NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
  revision    INTEGER NOT NULL,
  saved_at    TEXT NOT NULL,
  saved_by    TEXT NOT NULL REFERENCES members (id),
  terms       TEXT NOT NULL CHECK (json_valid(terms)), -- ContractTerms, owner and fallback too
  PRIMARY KEY (contract_id, revision)
) STRICT, WITHOUT ROWID;

-- What was decided about a term of a contract; a later one counts, one that was taken back does not.
CREATE TABLE contract_decisions (
  id            INTEGER PRIMARY KEY,
  contract_id   TEXT NOT NULL REFERENCES contracts (id) ON DELETE CASCADE,
  term_ends_on  TEXT, -- last day of the term; NULL where the contract has no end
  decision      TEXT NOT NULL CHECK (decision IN ('renew', 'renegotiate', 'cancel')),
  why           TEXT NOT NULL,
  proof         TEXT NOT NULL,
  attachment_id TEXT REFERENCES attachments (id) ON DELETE SET NULL,
  decided_at    TEXT NOT NULL,
  decided_by    TEXT NOT NULL REFERENCES members (id),
  undone_at     TEXT,
  undone_by     TEXT REFERENCES members (id)
) STRICT;
CREATE INDEX decisions_of_contract ON contract_decisions (contract_id, id);

CREATE TABLE watched_dates (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  kind            TEXT NOT NULL CHECK (kind IN ('domain', 'certificate', 'licence', 'warranty', 'support_end', 'other')),
  name            TEXT NOT NULL,
  on_day          TEXT NOT NULL,
  lead_days       INTEGER NOT NULL CHECK (lead_days BETWEEN 0 AND 730),
  owner_id        TEXT REFERENCES members (id),
  note            TEXT NOT NULL,
  revision        INTEGER NOT NULL DEFAULT 1,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  ended_at        TEXT,
  ended_by        TEXT REFERENCES members (id),
  end_why         TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX watched_of_document ON watched_dates (document_id) WHERE ended_at IS NULL;
CREATE INDEX watched_of_organization ON watched_dates (organization_id, on_day) WHERE ended_at IS NULL;

-- The days that a watched date had before it was renewed.
CREATE TABLE watched_renewals (
  watch_id   TEXT NOT NULL REFERENCES watched_dates (id) ON DELETE CASCADE,
  revision   INTEGER NOT NULL,
  on_day     TEXT NOT NULL,
  renewed_at TEXT NOT NULL,
  renewed_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (watch_id, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE holidays (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  on_day          TEXT NOT NULL,
  name            TEXT NOT NULL,
  PRIMARY KEY (organization_id, on_day)
) STRICT, WITHOUT ROWID;
