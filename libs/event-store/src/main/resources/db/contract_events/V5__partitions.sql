-- A key of a partitioned table has its ledgers in it, so id is no longer a primary key: the sequence
-- keeps it unique, and each partition has an index of it.
DO $$
DECLARE
  aside text;
BEGIN
  aside := ttp_set_aside('contract_events');
  ALTER SEQUENCE contract_events_id_seq OWNED BY contract_events.id;
  ALTER TABLE contract_events
    ADD CONSTRAINT contract_events_place UNIQUE (ledger_sequence, ordinal);
  CREATE INDEX idx_contract_events_ledger_sequence ON contract_events (ledger_sequence DESC);
  CREATE INDEX idx_contract_events_closed_at ON contract_events (ledger_closed_at DESC);
  CREATE INDEX idx_contract_events_tx_hash ON contract_events (tx_hash);
  CREATE INDEX idx_contract_events_contract_id ON contract_events (contract_id, ledger_sequence);
  CREATE INDEX idx_contract_events_event_type ON contract_events (event_type);
  CREATE INDEX idx_contract_events_contract_type ON contract_events (contract_id, event_type);
  CREATE INDEX idx_contract_events_successful ON contract_events (tx_successful)
    WHERE tx_successful = true;
  CREATE INDEX idx_contract_events_topics_gin ON contract_events USING gin (topics);
  CREATE INDEX idx_contract_events_data_gin ON contract_events USING gin (event_data);
  CREATE INDEX idx_contract_events_analytics
    ON contract_events (contract_id, event_type, ledger_closed_at DESC);
  PERFORM ttp_attach_aside('contract_events', aside);
  -- Of new partitions alone: what was stored before has its former primary key.
  CREATE INDEX idx_contract_events_id ON ONLY contract_events (id);
END $$;
