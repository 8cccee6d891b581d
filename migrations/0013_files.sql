-- What keeps files and rows together: how much an organization has, and what has to go from the disk.

-- Sizes of all attachments that still have their bytes. A content that is there twice counts twice: nobody can tell from
-- the sum whether somebody else has it too.
CREATE TABLE file_usage (
  organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
  bytes           INTEGER NOT NULL CHECK (bytes >= 0)
) STRICT, WITHOUT ROWID;

-- Contents that an attachment has let go of: looked at after the commit, and erased if no other needs them.
CREATE TABLE erasures (
  blob_id TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- Found missing or changed, and not repaired: known until the same content arrives again.
ALTER TABLE blobs ADD COLUMN lost_at TEXT;

CREATE TRIGGER attachment_counts AFTER INSERT ON attachments WHEN new.blob_id IS NOT NULL
BEGIN
  INSERT INTO file_usage (organization_id, bytes)
  SELECT organization_id, new.size_bytes FROM blobs WHERE id = new.blob_id
  ON CONFLICT DO UPDATE SET bytes = bytes + new.size_bytes;
END;

CREATE TRIGGER attachment_purged AFTER UPDATE OF blob_id ON attachments WHEN old.blob_id IS NOT NULL AND new.blob_id IS NULL
BEGIN
  UPDATE file_usage SET bytes = bytes - old.size_bytes
   WHERE organization_id = (SELECT organization_id FROM blobs WHERE id = old.blob_id);
  INSERT OR IGNORE INTO erasures (blob_id) VALUES (old.blob_id);
END;

CREATE TRIGGER attachment_gone AFTER DELETE ON attachments WHEN old.blob_id IS NOT NULL
BEGIN
  UPDATE file_usage SET bytes = bytes - old.size_bytes
   WHERE organization_id = (SELECT organization_id FROM blobs WHERE id = old.blob_id);
  INSERT OR IGNORE INTO erasures (blob_id) VALUES (old.blob_id);
END;
