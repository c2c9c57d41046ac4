"""Prints token transfers, ledger by ledger, and goes on where it stopped.

    pip install -r requirements.txt
    python ledger_events.py localhost:50052 cursor.bin [FIRST_LEDGER]
"""
import pathlib
import sys
import time

import grpc

PROTOS = pathlib.Path(__file__).resolve().parents[2] / "protos"
sys.path.insert(0, str(PROTOS))
events, services = grpc.protos_and_services("ttp/v1/ledger_event_service.proto")

PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def request(cursor_file, first):
    """After the stored cursor, if there is one; the server refuses one of another network."""
    if cursor_file.exists():
        cursor = events.LedgerCursor.FromString(cursor_file.read_bytes())
        return events.StreamLedgerEventsRequest(after=cursor)
    return events.StreamLedgerEventsRequest(start_ledger=first)


def main(address, cursor_path, first="0"):
    cursor_file = pathlib.Path(cursor_path)
    options = [("grpc.max_receive_message_length", 256 << 20)]
    with grpc.insecure_channel(address, options) as channel:
        client = services.LedgerEventServiceStub(channel)
        while True:
            try:
                for ledger in client.StreamLedgerEvents(request(cursor_file, int(first))):
                    for event in ledger.events:
                        print(ledger.sequence, event.ordinal, event.token_transfer.WhichOneof("event"), flush=True)
                    cursor_file.write_bytes(ledger.cursor.SerializeToString())
            except grpc.RpcError as failure:
                if failure.code() not in PASSING:
                    sys.exit(f"{failure.code().name}: {failure.details()}")
                time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
