-- Incidents: who was there, what happened when, and what is to be done afterwards. What runs did is read from the runs.

CREATE TABLE incidents (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  number          INTEGER NOT NULL CHECK (number >= 1), -- IN-52; counted in reference_counters as kind 'incident'
  title           TEXT NOT NULL,
  severity        TEXT NOT NULL CHECK (severity IN ('minor', 'major', 'critical')),
  system_id       TEXT REFERENCES documents (id) ON DELETE SET NULL,
  -- It is about a system, also when that was erased: then it does not become everybody's to see.
  has_system      INTEGER NOT NULL CHECK (has_system IN (0, 1)),
  opened_at       TEXT NOT NULL,
  opened_by       TEXT NOT NULL REFERENCES members (id),
  first_runbook_at TEXT, -- when somebody first had a runbook open in it
  closed_at       TEXT,
  closed_by       TEXT REFERENCES members (id),
  affected        TEXT NOT NULL DEFAULT '',
  summary         TEXT NOT NULL DEFAULT '',
  UNIQUE (organization_id, number),
  CHECK (system_id IS NULL OR has_system = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_open ON incidents (organization_id, opened_at) WHERE closed_at IS NULL;
CREATE INDEX incidents_of_system ON incidents (system_id) WHERE system_id IS NOT NULL;

CREATE TABLE incident_members (
  incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  member_id   TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  joined_at   TEXT NOT NULL,
  PRIMARY KEY (incident_id, member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE incident_events (
  incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  id          TEXT NOT NULL, -- made by the device that did it: sent twice is one
  kind        TEXT NOT NULL CHECK (kind IN ('opened', 'joined', 'note', 'call', 'runbook', 'reveal', 'changed', 'closed', 'reopened')),
  member_id   TEXT NOT NULL REFERENCES members (id),
  -- The runbook opened, the secret, the vendor called: what is erased takes what was done with it along, as its runs.
  document_id TEXT REFERENCES documents (id) ON DELETE CASCADE,
  called      TEXT NOT NULL DEFAULT '', -- of a call: who, in words
  text        TEXT NOT NULL DEFAULT '',
  at          TEXT NOT NULL,
  received_at TEXT NOT NULL,
  PRIMARY KEY (incident_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_of_incident ON incident_events (incident_id, at);
CREATE INDEX incident_events_of_document ON incident_events (document_id) WHERE document_id IS NOT NULL;

-- Of each runbook used: whether it worked.
CREATE TABLE incident_runbooks (
  incident_id TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  document_id TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  outcome     TEXT NOT NULL CHECK (outcome IN ('worked', 'needs_changes', 'not_used')),
  note        TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (incident_id, document_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_runbooks_of_document ON incident_runbooks (document_id);

CREATE TABLE follow_ups (
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  id              TEXT NOT NULL, -- made by the device: sent twice is one
  incident_id     TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
  text            TEXT NOT NULL,
  owner_id        TEXT REFERENCES members (id),
  due_on          TEXT,
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  done_at         TEXT,
  done_by         TEXT REFERENCES members (id),
  PRIMARY KEY (organization_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX follow_ups_open ON follow_ups (organization_id, owner_id) WHERE done_at IS NULL;
CREATE INDEX follow_ups_of_incident ON follow_ups (incident_id);
