"""What a fault test measured, for the line of the scoreboard that started it."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

PLACE = "FAULT_FIGURES"


def note(**figures: float) -> None:
    """Print the figures, and hand them to the scoreboard if that is who asked."""
    print(json.dumps(figures))
    if place := os.environ.get(PLACE):
        with Path(place).open("a") as file:
            file.write(json.dumps(figures) + "\n")


def quantile(values: Sequence[float], part: float) -> float:
    """The value that this part of them does not exceed; three decimals."""
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))], 3)
