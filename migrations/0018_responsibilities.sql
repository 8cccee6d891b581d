-- Who does what: lanes, their versions and confirmations, the hours of the organization, absences, and numbers to call.

-- The organization's own hours (OpenHours of the contract); NULL: Monday to Friday, 08:00 to 18:00.
ALTER TABLE organizations ADD COLUMN working_hours TEXT CHECK (working_hours IS NULL OR json_valid(working_hours));

-- How a person, and how a party, is called: who looks after a lane sees them.
ALTER TABLE members ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE parties ADD COLUMN phone TEXT NOT NULL DEFAULT '';

CREATE TABLE lanes (
  id              TEXT NOT NULL PRIMARY KEY,
  organization_id TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  position        INTEGER NOT NULL,
  revision        INTEGER NOT NULL DEFAULT 1,
  content         TEXT NOT NULL CHECK (json_valid(content)), -- LaneContent of the contract: ids, never names
  created_at      TEXT NOT NULL,
  created_by      TEXT NOT NULL REFERENCES members (id),
  updated_at      TEXT NOT NULL,
  updated_by      TEXT NOT NULL REFERENCES members (id),
  retired_at      TEXT,
  retired_by      TEXT REFERENCES members (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX lanes_of_organization ON lanes (organization_id, position);

-- Every version whole.
CREATE TABLE lane_revisions (
  lane_id  TEXT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  content  TEXT NOT NULL CHECK (json_valid(content)),
  saved_at TEXT NOT NULL,
  saved_by TEXT NOT NULL REFERENCES members (id),
  PRIMARY KEY (lane_id, revision)
) STRICT, WITHOUT ROWID;

-- "This is how it is", said for a party of one version: also the review of the lane.
CREATE TABLE lane_confirmations (
  id        TEXT NOT NULL PRIMARY KEY,
  lane_id   TEXT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
  revision  INTEGER NOT NULL,
  party_id  TEXT NOT NULL REFERENCES parties (id),
  member_id TEXT NOT NULL REFERENCES members (id),
  at        TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmations_of_lane ON lane_confirmations (lane_id, revision, party_id, at);

-- How the outcome was met, day by day: "restore test passed", "critical patches after 5 days".
CREATE TABLE lane_results (
  id           TEXT NOT NULL PRIMARY KEY,
  lane_id      TEXT NOT NULL REFERENCES lanes (id) ON DELETE CASCADE,
  on_day       TEXT NOT NULL,
  passed       INTEGER CHECK (passed IN (0, 1)),
  value        REAL,
  met          INTEGER NOT NULL CHECK (met IN (0, 1)), -- by the target of that day
  note         TEXT NOT NULL,
  at           TEXT NOT NULL,
  member_id    TEXT NOT NULL REFERENCES members (id),
  withdrawn_at TEXT,
  CHECK ((passed IS NULL) <> (value IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX results_of_lane ON lane_results (lane_id, on_day);

-- Away: first response goes to the deputy, or to whoever has accepted to cover.
CREATE TABLE absences (
  id                TEXT NOT NULL PRIMARY KEY,
  organization_id   TEXT NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
  member_id         TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
  from_day          TEXT NOT NULL,
  until_day         TEXT NOT NULL, -- the last day away
  note              TEXT NOT NULL,
  cover_id          TEXT REFERENCES members (id),
  cover_asked_at    TEXT,
  cover_accepted_at TEXT,
  cover_refused_at  TEXT,
  created_at        TEXT NOT NULL,
  created_by        TEXT NOT NULL REFERENCES members (id),
  ended_at          TEXT,
  CHECK (from_day <= until_day),
  CHECK (cover_id IS NULL OR cover_id <> member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX absences_of_organization ON absences (organization_id, until_day) WHERE ended_at IS NULL;
