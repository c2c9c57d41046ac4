-- Reads every row once, while readers and writers go on: the long part of the migration, if any.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_constraint
    WHERE conrelid = 'contract_events'::regclass AND conname = 'ledger_bounds') THEN
    ALTER TABLE contract_events VALIDATE CONSTRAINT ledger_bounds;
  END IF;
END $$;
