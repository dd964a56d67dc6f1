"""The writer's place at a Chroma server: a lease that its holder renews, numbered so that a late writer is refused.

A place is a collection whose name ends in its number, and only one client can create it. Its holder changes its
metadata every RENEW_SECONDS. Who wants to write watches it, and takes the next number when it has been given back, or
has stood still for LEASE_SECONDS on the watcher's own steady clock: no clock is compared with another machine's. The
place before is deleted then, and a holder who was only late learns at his next step that he has none.

Chroma has no write that depends on another row, so a writer who wakes up within one step still ends that one.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import chromadb.errors
import httpx
from chromadb.api import ClientAPI
from chromadb.api.models.Collection import Collection as ChromaCollection

from index.errors import StoreBusyError

# A step of writing keeps a server busy for a second or two.
LEASE_SECONDS = 15.0
RENEW_SECONDS = 2.0
FAILURES = (httpx.HTTPError, chromadb.errors.ChromaError)


@contextmanager
def writer_lease(client: ClientAPI, name: str, location: str) -> Iterator[Callable[[], None]]:
    """Hold the writer's place; yields a function that raises StoreBusyError once another has taken it.

    Raises StoreBusyError if another holds it and is alive, or takes it first.
    """
    lease = _Lease(_taken(client, name, location), location)
    ended = threading.Event()
    renewing = threading.Thread(target=lease.renew_until, args=[ended], daemon=True)
    renewing.start()
    try:
        yield lease.renew
    finally:
        ended.set()
        renewing.join()
        lease.give_back()


class _Lease:
    """A place that is held, and how often it has been renewed."""

    def __init__(self, place: ChromaCollection, location: str) -> None:
        self._place = place
        self._location = location
        self._renewed = 0
        self._turn = threading.Lock()

    def renew(self) -> None:
        with self._turn:
            self._renewed += 1
            try:
                self._place.modify(metadata={"renewed": self._renewed})
            except chromadb.errors.NotFoundError:
                raise StoreBusyError(
                    f"Another client has taken over the index at {self._location}, for this one was not heard of for "
                    f"{LEASE_SECONDS:.0f} seconds. What is published stays; start again to add what is missing."
                ) from None

    def renew_until(self, ended: threading.Event) -> None:
        """Renew it now and then; a server that does not answer is asked again, and the writer learns of it himself."""
        while not ended.wait(RENEW_SECONDS):
            try:
                self.renew()
            except StoreBusyError:
                return
            except FAILURES:
                continue

    def give_back(self) -> None:
        """Let the next writer take it at once; if that cannot be said, he takes it when it has stood still."""
        with suppress(*FAILURES):
            self._place.modify(metadata={"renewed": self._renewed, "free": True})


def _taken(client: ClientAPI, name: str, location: str) -> ChromaCollection:
    """Return a new place with the next number, once the last is free."""
    places = _places(client, name)
    last = max(places, default=0)
    busy = StoreBusyError(
        f"Another client is building the index at {location}. Wait for it; if it has died, its place is free after "
        f"{LEASE_SECONDS:.0f} seconds."
    )
    if places and not _comes_free(client, places[last]):
        raise busy
    try:
        place = client.create_collection(f"{name}-{last + 1}", metadata={"renewed": 0}, embedding_function=None)
    except (chromadb.errors.ChromaError, ValueError):
        raise busy from None
    # Who was slow between the two steps may have taken a number again that was given back meanwhile.
    others = _places(client, name)
    if max(others, default=0) > last + 1:
        with suppress(chromadb.errors.NotFoundError):
            client.delete_collection(place.name)
        raise busy
    for number, before in others.items():
        if number <= last:
            with suppress(chromadb.errors.NotFoundError):
                client.delete_collection(before.name)
    return place


def _places(client: ClientAPI, name: str) -> dict[int, ChromaCollection]:
    """Return the places by their numbers: the last, and those whose taker was killed before he deleted them."""
    numbered = re.compile(rf"{re.escape(name)}-(\d+)")
    found = ((numbered.fullmatch(collection.name), collection) for collection in client.list_collections())
    # Another corpus might have such a name.
    return {
        int(match[1]): collection for match, collection in found if match and "renewed" in (collection.metadata or {})
    }


def _comes_free(client: ClientAPI, place: ChromaCollection) -> bool:
    """Tell whether a place is given back, deleted, or not renewed for so long; False as soon as it is renewed."""
    seen, since = place.metadata or {}, time.monotonic()
    while not seen.get("free"):
        # What is read after the lease has run out decides, however long this process has slept.
        has_run_out = time.monotonic() - since > LEASE_SECONDS
        try:
            renewed = client.get_collection(place.name, embedding_function=None).metadata or {}
        except chromadb.errors.NotFoundError:
            return True
        if renewed == seen and has_run_out:
            return True
        if renewed["renewed"] != seen["renewed"] and not renewed.get("free"):
            return False
        seen = renewed
        time.sleep(RENEW_SECONDS / 2)
    return True
