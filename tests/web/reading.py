"""Reading an answer as a person does: the heading, the error summary, the rows of a table."""

import re
from html import unescape
from typing import Any


def plain(html: str) -> str:
    """The text of a piece of HTML on one line."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def heading(response: Any) -> str:
    return plain(re.findall(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)[0])


def errors(response: Any) -> list[str]:
    """The lines of the error summary."""
    found = re.search(r'<div class="errors".*?<ul>(.*?)</ul>', response.content.decode(), re.S)
    return [plain(line) for line in re.findall(r"<li>(.*?)</li>", found[1], re.S)] if found else []


def rows(response: Any) -> list[str]:
    """The rows of the tables of the page, without their heads."""
    bodies = re.findall(r"<tbody[^>]*>(.*?)</tbody>", response.content.decode(), re.S)
    return [plain(row) for body in bodies for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.S)]


def lines(response: Any) -> list[str]:
    """The lines of disclosures of the page."""
    found = re.findall(r'<li class="line">(.*?)</li>', response.content.decode(), re.S)
    return [plain(line) for line in found]


def field(response: Any, name: str) -> str:
    """What stands in a text field of the page."""
    html = response.content.decode()
    area = re.search(rf'<textarea name="{name}"[^>]*>\r?\n?(.*?)</textarea>', html, re.S)
    if area:
        return unescape(area[1])
    tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    value = re.search(r'value="([^"]*)"', tag[0]) if tag else None
    return unescape(value[1]) if value else ""


def told(health: Any) -> list[str]:
    """What the health page finds, but for the clock: in a test it stands still, the database's does not."""
    return [finding for finding in health.findings if not finding.startswith("The clock of this machine")]
