-- A calendar address goes with the person: whoever comes back makes a new one.

CREATE TRIGGER feeds_end_with_the_last_membership AFTER UPDATE OF removed_at ON members
WHEN new.removed_at IS NOT NULL
 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.account_id = new.account_id AND m.removed_at IS NULL)
BEGIN
  DELETE FROM calendar_feeds WHERE account_id = new.account_id;
END;

CREATE TRIGGER feeds_end_with_the_account AFTER UPDATE OF disabled_at ON accounts
WHEN new.disabled_at IS NOT NULL
BEGIN
  DELETE FROM calendar_feeds WHERE account_id = new.id;
END;
