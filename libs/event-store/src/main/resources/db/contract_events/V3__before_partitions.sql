-- As V5 of token_transfers: which ledgers the rows that are stored may be of; no row is read.
DO $$
DECLARE
  first_stored bigint;
  last_stored bigint;
BEGIN
  SELECT min(ledger_sequence), max(ledger_sequence) INTO first_stored, last_stored
  FROM contract_events;
  SELECT least(first_stored, min(first_ledger)), greatest(last_stored, max(ledger_sequence))
  INTO first_stored, last_stored
  FROM pipeline_cursor WHERE table_name = 'contract_events';
  IF first_stored IS NOT NULL THEN
    EXECUTE format(
      'ALTER TABLE contract_events ADD CONSTRAINT ledger_bounds'
        ' CHECK (ledger_sequence >= %s AND ledger_sequence < %s) NOT VALID',
      first_stored, last_stored + 1);
  END IF;
END $$;
