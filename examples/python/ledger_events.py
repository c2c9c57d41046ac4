"""Prints token transfers, ledger by ledger, and goes on where it stopped.

    python ledger_events.py localhost:50052 cursor.bin [FIRST_LEDGER [LAST_LEDGER]]
"""
import os
import pathlib
import sys
import time

import grpc

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "protos"))
events, services = grpc.protos_and_services("ttp/v1/ledger_event_service.proto")

OPTIONS = [("grpc.max_receive_message_length", 256 << 20), ("grpc.keepalive_time_ms", 30_000)]
PASSING = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.RESOURCE_EXHAUSTED)


def request(cursor_file, first, last):
    """After the stored cursor, if there is one; the server refuses one of another network."""
    if not cursor_file.exists():
        return events.StreamLedgerEventsRequest(start_ledger=first, end_ledger=last)
    cursor = events.LedgerCursor.FromString(cursor_file.read_bytes())
    return events.StreamLedgerEventsRequest(after=cursor, end_ledger=last)


def store(cursor_file, cursor):
    """As a whole or not at all: a crash must not leave half a cursor."""
    new = cursor_file.with_suffix(".new")
    with new.open("wb") as file:
        file.write(cursor.SerializeToString())
        os.fsync(file.fileno())
    new.replace(cursor_file)


def main(address, cursor_path, first="0", last="0"):
    cursor_file = pathlib.Path(cursor_path)
    with grpc.insecure_channel(address, OPTIONS) as channel:
        client = services.LedgerEventServiceStub(channel)
        while True:
            try:
                for ledger in client.StreamLedgerEvents(request(cursor_file, int(first), int(last))):
                    for event in ledger.events:
                        kind = event.token_transfer.WhichOneof("event")
                        amount = getattr(event.token_transfer, kind).amount
                        print(ledger.sequence, event.ordinal, kind, amount, flush=True)
                    store(cursor_file, ledger.cursor)
                return
            except grpc.RpcError as failure:
                if failure.code() not in PASSING:
                    sys.exit(f"{failure.code().name}: {failure.details()}")
                print(f"The stream broke ({failure.details()}); trying again", file=sys.stderr)
                time.sleep(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
