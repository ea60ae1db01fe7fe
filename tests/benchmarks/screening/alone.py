"""One contestant in a process of its own: time to build, time to load, and the memory that both take.

Times are processor times: what they need, whatever else the machine does.
Run as `python -m tests.benchmarks.screening.alone NAME WORKLOAD [INDEX]`; prints one JSON line.
"""

import ctypes
import gc
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from tests.benchmarks.screening import product
from tests.benchmarks.screening.peers import CONTESTANTS, PRODUCT, MissingPeer
from tests.benchmarks.screening.workload import load_workload

# A quick build is repeated, because the first one pays for what all of them share.
_REPEATED, _QUICK_SECONDS = 3, 20.0
_FIRST_QUESTION = "Example Research Institute of Measures"


def measured(name: str, workload: Path) -> dict[str, Any]:
    """Seconds to build, and megabytes that stay once the names given are let go."""
    peer = CONTESTANTS[name].make()
    before = _resident()
    names = load_workload(workload, size="", seed=0, origin="").names
    count, seconds = len(names), []
    while len(seconds) < _REPEATED:
        began = time.process_time()
        peer.build(names)
        seconds.append(time.process_time() - began)
        if seconds[0] > _QUICK_SECONDS:
            break
    del names
    mega = (_resident() - before) / 2**20
    peer.close()
    return {
        "build_s": round(sorted(seconds)[len(seconds) // 2], 3),
        "index_mb": round(mega, 1),
        "bytes_per_name": round(mega * 2**20 / count),
    }


def stored(workload: Path, place: Path) -> dict[str, Any]:
    """The product's index written to a file."""
    names = load_workload(workload, size="", seed=0, origin="").names
    product.store(names, place)
    return {"file_mb": round(place.stat().st_size / 2**20, 1), "names": len(names)}


def loaded(place: Path) -> dict[str, Any]:
    """Milliseconds to a usable index from the file, and to its first answer; megabytes that it takes."""
    peer = product.Product()
    before = _resident()
    began = time.process_time()
    peer.load(place)
    ready = time.process_time()
    peer.ask(_FIRST_QUESTION)
    answered = time.process_time()
    mega = (_resident() - before) / 2**20
    return {
        "load_ms": round(1000 * (ready - began), 2),
        "first_answer_ms": round(1000 * (answered - began), 2),
        "loaded_mb": round(mega, 1),
    }


def _resident() -> int:
    gc.collect()
    with suppress(OSError, AttributeError):  # only glibc has it
        ctypes.CDLL("libc.so.6").malloc_trim(0)
    return int(psutil.Process().memory_info().rss)


def in_process_of_its_own(*arguments: str | Path) -> dict[str, Any]:
    """What a process started with these arguments prints. Raises: CalledProcessError."""
    command = [sys.executable, "-m", __spec__.name if __spec__ else __name__, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main(arguments: Sequence[str]) -> int:
    name, workload, *rest = arguments
    try:
        if name == "store":
            figures = stored(Path(workload), Path(rest[0]))
        elif name == "load":
            figures = loaded(Path(workload))
        else:
            figures = measured(name, Path(workload))
    except MissingPeer as missing:
        figures = {"missing": str(missing)}
    print(json.dumps(figures))
    return 0


def product_alone(workload: Path, folder: Path, *, repeat: int) -> dict[str, Any]:
    """The product built, stored and loaded again `repeat` times, each in its own process; medians."""
    figures = in_process_of_its_own(PRODUCT, workload)
    place = folder / "index"
    figures |= in_process_of_its_own("store", workload, place)
    loads = [in_process_of_its_own("load", place) for _ in range(repeat)]
    for key in ("load_ms", "first_answer_ms", "loaded_mb"):
        figures[key] = sorted(each[key] for each in loads)[repeat // 2]
        figures[f"{key}_range"] = [min(each[key] for each in loads), max(each[key] for each in loads)]
    figures["bytes_per_name"] = round(figures["loaded_mb"] * 2**20 / figures["names"])
    return figures


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
