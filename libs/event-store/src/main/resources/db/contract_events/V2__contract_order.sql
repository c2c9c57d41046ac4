-- A contract's newest events, without going through all that it ever had; whoever looks for the
-- contract alone is served by it as well, so that there is no index more to keep.
DROP INDEX idx_contract_events_contract_id;
CREATE INDEX idx_contract_events_contract_id ON contract_events (contract_id, ledger_sequence);
