"""A visitor of the running service over plain HTTP: reads pages, fills the forms that they carry."""

import re
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar

LINK = re.compile(r'href="(/[^"#?]*)"')
# Links that change something, lead out, or are not pages.
NOT_PAGES = re.compile(r"^/(static|account|admin|api)/|logout")


@dataclass
class Page:
    """One answer, after redirects."""

    status: int
    url: str
    text: str

    def links(self) -> list[str]:
        """Paths of other pages, each once, in their order."""
        found = dict.fromkeys(LINK.findall(self.text))
        return [path for path in found if not NOT_PAGES.search(path)]


@dataclass
class Visitor:
    """Somebody with a cookie jar. Takes: `root`, such as http://127.0.0.1:8000."""

    root: str
    _opener: urllib.request.OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        cookies = urllib.request.HTTPCookieProcessor(CookieJar())
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def get(self, path: str) -> Page:
        return self._open(urllib.request.Request(urllib.parse.urljoin(self.root, path)))

    def send(self, page: Page, fields: dict[str, str | list[str]], *, having: str) -> Page:
        """The answer to the page's form that has the field `having`, filled as it stands but for `fields`."""
        values = dict(_form_of(page.text, having)) | fields
        body = urllib.parse.urlencode(values, doseq=True).encode()
        # The service compares the origin of what is sent, as browsers tell it.
        return self._open(urllib.request.Request(page.url, data=body, headers={"Origin": self.root}))

    def _open(self, request: urllib.request.Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.status, answer.url, answer.read().decode(errors="replace"))
        except urllib.error.HTTPError as error:
            with error:
                return Page(error.code, request.full_url, error.read().decode(errors="replace"))


def _form_of(text: str, having: str) -> dict[str, list[str]]:
    """What a browser would send for the form with the field. Raises: LookupError where there is none."""
    reader = _Forms()
    reader.feed(text)
    for form in reader.forms:
        if having in form.names:
            return form.values
    raise LookupError(f"no form with a field {having!r}")


@dataclass
class _Form:
    names: set[str] = field(default_factory=set)
    values: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Every form of a page with the values that it starts with."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self._select = self._area = ""
        self._first: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(_Form())
        elif tag == "select":
            self._select, self._first = given.get("name", ""), None
        elif tag == "textarea":
            self._area = given.get("name", "")
            self._put(self._area, None)
        elif tag == "option" and self._select:
            self._first = given.get("value", "") if self._first is None else self._first
            self._put(self._select, given.get("value", "") if "selected" in given else None)
        elif tag == "input":
            ticked = given.get("type") not in ("checkbox", "radio") or "checked" in given
            self._put(given.get("name", ""), given.get("value", "") if ticked else None)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            # Where nothing is selected, browsers send the first option.
            if self.forms and self._select not in self.forms[-1].values:
                self._put(self._select, self._first)
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self._put(self._area, data.removeprefix("\n"))

    def _put(self, name: str, value: str | None) -> None:
        if not name or not self.forms:
            return
        self.forms[-1].names.add(name)
        if value is not None:
            self.forms[-1].values.setdefault(name, []).append(value)
