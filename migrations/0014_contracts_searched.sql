-- A vendor is found by what its contracts are called and numbered: they stand in the index as parts of its text.

DROP VIEW searchable;
CREATE VIEW searchable AS
SELECT d.row_id,
       CASE d.kind WHEN 'runbook' THEN 'RB' WHEN 'credential' THEN 'CR' WHEN 'vendor' THEN 'VN' WHEN 'diagram' THEN 'DG' WHEN 'system' THEN 'SY' END || printf('-%02d', d.number) AS reference,
       d.title, d.tags, d.headings, d.summary, d.body,
       d.word_parts || coalesce(
         (SELECT group_concat(char(10) || 'CT-' || printf('%02d', k.number) || ' ' || (k.terms ->> 'title') || char(10) || (k.terms ->> 'number'), '' ORDER BY k.number)
            FROM contracts k WHERE k.document_id = d.id AND k.archived_at IS NULL), '') AS parts,
       -- collection, organization (both with an `a` if archived), kind, owner, and whether it is critical
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' ||
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'z' ELSE 'az' END || replace(d.organization_id, '-', '') || ' ' ||
       char(0xE000) || 'k' || d.kind || ' ' ||
       coalesce(char(0xE000) || 'o' || replace(d.owner_id, '-', '') || ' ', '') ||
       CASE d.criticality WHEN 'critical' THEN char(0xE000) || 'v ' ELSE '' END AS scope,
       char(0xE000) || CASE WHEN d.archived_at IS NULL THEN 'c' ELSE 'ac' END || c.scope || ' ' AS place
  FROM documents d JOIN collections c ON c.id = d.collection_id;

-- FTS5 forgets by being told what was there: before the change, from the same view. When a vendor is erased its row is
-- gone before its contracts are, and there is nothing left to tell.
CREATE TRIGGER contracts_leave_before_insert BEFORE INSERT ON contracts
BEGIN
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = new.document_id;
END;
CREATE TRIGGER contracts_enter_after_insert AFTER INSERT ON contracts
BEGIN
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = new.document_id;
END;
CREATE TRIGGER contracts_leave_before_update BEFORE UPDATE ON contracts
BEGIN
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = old.document_id;
END;
CREATE TRIGGER contracts_enter_after_update AFTER UPDATE ON contracts
BEGIN
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = new.document_id;
END;
CREATE TRIGGER contracts_leave_before_delete BEFORE DELETE ON contracts
BEGIN
  INSERT INTO text_index (text_index, rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT 'delete', s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = old.document_id;
END;
CREATE TRIGGER contracts_enter_after_delete AFTER DELETE ON contracts
BEGIN
  INSERT INTO text_index (rowid, reference, title, tags, headings, summary, body, parts, scope)
  SELECT s.row_id, s.reference, s.title, s.tags, s.headings, s.summary, s.body, s.parts, s.scope
    FROM documents d JOIN searchable s ON s.row_id = d.row_id WHERE d.id = old.document_id;
END;
