"""How far long work has come: a bar on a terminal, else a plain line after each tenth."""

from typing import Any

WIDTH = 30
# Below this nobody waits long enough to be told.
WORTH_A_LINE = 1000


class Progress:
    """Tells of `done` of `total` on a command's `stream`; `what` names the things counted."""

    def __init__(self, stream: Any, *, total: int, what: str, done: int = 0) -> None:
        self.stream, self.total, self.what = stream, total, what
        self.is_terminal = bool(getattr(stream, "isatty", lambda: False)())
        self._tenth = self._tenth_of(done)

    def _tenth_of(self, done: int) -> int:
        return 10 * done // self.total if self.total else 10

    def tell(self, done: int) -> None:
        """Call it as often as you like."""
        told = f"{done} of {self.total} {self.what}"
        if self.is_terminal:
            full = WIDTH * done // self.total if self.total else WIDTH
            bar = "#" * full + "-" * (WIDTH - full)
            self._write(f"\r[{bar}] {told}", end="\n" if done == self.total else "")
        elif self.total >= WORTH_A_LINE and self._tenth_of(done) > self._tenth:
            self._tenth = self._tenth_of(done)
            self._write(told, end="\n")

    def _write(self, text: str, *, end: str) -> None:
        self.stream.write(text, str, ending=end)  # str: not in the colour of errors
        self.stream.flush()
