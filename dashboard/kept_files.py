"""For whom a file was made: the sign-ins, by the id under which Streamlit keeps the file in memory."""

from collections import OrderedDict
from threading import Lock

from streamlit.runtime.memory_media_file_storage import _calculate_file_id

MOST_FILES = 10_000


class KeptFiles:
    """For which sign-ins a file was made, by the id that Streamlit gives it; the oldest are forgotten first."""

    def __init__(self) -> None:
        self._owners: OrderedDict[str, set[str]] = OrderedDict()
        self._lock = Lock()

    def add(self, file_id: str, sign_in: str) -> None:
        with self._lock:
            self._owners.setdefault(file_id, set()).add(sign_in)
            self._owners.move_to_end(file_id)
            while len(self._owners) > MOST_FILES:
                self._owners.popitem(last=False)

    def is_for(self, file_id: str, sign_in: str) -> bool:
        with self._lock:
            return sign_in in self._owners.get(file_id, ())


KEPT = KeptFiles()


def keep_for(sign_in: str, data: bytes, mime: str, name: str) -> None:
    """Notes for whom a file was made; nothing where nobody signs in."""
    if sign_in:
        KEPT.add(_calculate_file_id(data, mime, name), sign_in)
