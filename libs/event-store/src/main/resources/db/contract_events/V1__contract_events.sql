DO $$
BEGIN
  IF to_regclass('contract_events') IS NOT NULL THEN
    RAISE EXCEPTION 'there is a table contract_events that this program has not made: move it away'
      ' (CREATE SCHEMA old; ALTER TABLE contract_events SET SCHEMA old), or use another database'
      USING ERRCODE = 'duplicate_table';
  END IF;
END $$;

-- One row an event; columns and indexes are those of withObsrvr/ttp-processor-demo, so that queries
-- written for it work, with ordinal added.
CREATE TABLE contract_events (
  id               bigserial   PRIMARY KEY,
  ledger_sequence  integer     NOT NULL,
  ledger_closed_at timestamptz NOT NULL,
  tx_hash          text        NOT NULL,
  tx_successful    boolean     NOT NULL DEFAULT true,
  tx_index         integer     NOT NULL,
  contract_id      text        NOT NULL,
  event_type       text        NOT NULL,
  event_index      integer     NOT NULL,
  operation_index  integer,
  topics           jsonb       NOT NULL,
  event_data       jsonb,
  topics_xdr       text[],
  data_xdr         text,
  created_at       timestamptz DEFAULT now(),
  ordinal          integer     NOT NULL,
  -- Storing a ledger a second time fails, instead of doubling it.
  CONSTRAINT contract_events_place UNIQUE (ledger_sequence, ordinal)
);

COMMENT ON TABLE contract_events IS 'Contract events of Stellar, each exactly once';
COMMENT ON COLUMN contract_events.id IS 'Order of storing; names the row in this database only';
COMMENT ON COLUMN contract_events.ordinal IS
  'Place of the event in its ledger, from 0; with ledger_sequence it names the event for ever';
COMMENT ON COLUMN contract_events.tx_index IS
  'Place of the transaction in the ledger''s apply order, from 1';
COMMENT ON COLUMN contract_events.event_type IS
  'The first topic that is a well-known symbol, in lower case; else the first symbol; else unknown';
COMMENT ON COLUMN contract_events.event_index IS
  'Place in the list of the operation''s events or of the transaction''s own, from 0';
COMMENT ON COLUMN contract_events.operation_index IS
  'Place of the operation in its transaction, from 0; null for events of the transaction as a whole';
COMMENT ON COLUMN contract_events.topics IS
  'Array of the topics. jsonb holds no zero character: it is U+FFFD here, and itself in topics_xdr';
COMMENT ON COLUMN contract_events.event_data IS
  'The data; null where it is void. Token events also have amount, from, to and asset at the top, as the contract says. A zero character is U+FFFD here, and itself in data_xdr';
COMMENT ON COLUMN contract_events.topics_xdr IS 'Each topic''s SCVal in XDR, base64';
COMMENT ON COLUMN contract_events.data_xdr IS 'The data''s SCVal in XDR, base64; null where it is void';

CREATE INDEX idx_contract_events_ledger_sequence ON contract_events (ledger_sequence DESC);
CREATE INDEX idx_contract_events_closed_at ON contract_events (ledger_closed_at DESC);
CREATE INDEX idx_contract_events_tx_hash ON contract_events (tx_hash);
CREATE INDEX idx_contract_events_contract_id ON contract_events (contract_id);
CREATE INDEX idx_contract_events_event_type ON contract_events (event_type);
CREATE INDEX idx_contract_events_contract_type ON contract_events (contract_id, event_type);
CREATE INDEX idx_contract_events_successful ON contract_events (tx_successful)
  WHERE tx_successful = true;
CREATE INDEX idx_contract_events_topics_gin ON contract_events USING gin (topics);
CREATE INDEX idx_contract_events_data_gin ON contract_events USING gin (event_data);
CREATE INDEX idx_contract_events_analytics
  ON contract_events (contract_id, event_type, ledger_closed_at DESC);
