-- Reads every row once, while readers and writers go on: the long part of the migration, if any.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint
    WHERE conrelid = 'token_transfers'::regclass AND conname = 'ledger_bounds') THEN
    ALTER TABLE token_transfers VALIDATE CONSTRAINT ledger_bounds;
  END IF;
END $$;
