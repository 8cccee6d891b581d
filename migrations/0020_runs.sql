-- Runs of runbooks: what was done, by whom, when, in one revision of the text. Events are only ever added, so that what
-- several devices did without a network comes together in one order.

CREATE TABLE runs (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  document_id     TEXT NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  revision        INTEGER NOT NULL,
  steps           INTEGER NOT NULL, -- how many the text has
  is_drill        INTEGER NOT NULL CHECK (is_drill IN (0, 1)),
  incident_id     TEXT REFERENCES incidents (id) ON DELETE SET NULL,
  started_at      TEXT NOT NULL,
  started_by      TEXT NOT NULL REFERENCES members (id),
  finished_at     TEXT,
  finished_by     TEXT REFERENCES members (id),
  outcome         TEXT CHECK (outcome IN ('worked', 'needs_changes', 'abandoned')),
  has_failed_step INTEGER NOT NULL DEFAULT 0 CHECK (has_failed_step IN (0, 1)),
  summary         TEXT NOT NULL DEFAULT '',
  CHECK ((finished_at IS NULL) = (outcome IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX runs_of_document ON runs (document_id, started_at);
-- What lists say of a runbook is read from this alone.
CREATE INDEX runs_finished ON runs (document_id, outcome, finished_at, has_failed_step) WHERE outcome IS NOT NULL;
CREATE INDEX runs_under_way ON runs (organization_id, started_at) WHERE finished_at IS NULL;
CREATE INDEX runs_of_incident ON runs (incident_id) WHERE incident_id IS NOT NULL;

CREATE TABLE run_events (
  run_id      TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  id          TEXT NOT NULL, -- made by the device that did it: sent twice is one
  step        INTEGER, -- place of the step in the text, from 0; NULL: of the whole run
  what        TEXT NOT NULL CHECK (what IN ('done', 'failed', 'skipped', 'open', 'note', 'output', 'value', 'join')),
  name        TEXT NOT NULL DEFAULT '', -- of a value: the placeholder it fills
  text        TEXT NOT NULL DEFAULT '',
  member_id   TEXT NOT NULL REFERENCES members (id),
  at          TEXT NOT NULL, -- when it was done, by the device; never later than received_at
  received_at TEXT NOT NULL,
  PRIMARY KEY (run_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_of_run ON run_events (run_id, at);
