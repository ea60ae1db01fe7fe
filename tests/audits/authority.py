"""A time stamping authority of our own: `openssl ts` with a root, an intermediate and a signer, over HTTP."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

from tests.audits.http_answers import Answer, answering

SETTINGS = """\
[ req ]
distinguished_name = subject
prompt = no
[ subject ]
CN = replaced
[ ca ]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[ signer ]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ tsa ]
default_tsa = ours
[ ours ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/signer.pem
certs = {folder}/middle.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
tsa_name = yes
ess_cert_id_alg = sha256
"""
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
# How an authority behaves; `other` stamps what nobody asked for, `replay` repeats its first reply.
WAYS = ("stamps", "refuses", "garbage", "other", "replay", "page", "silent", "drips")


@dataclass
class Authority:
    """The folder with its keys; `root` is what a relying party is given."""

    folder: Path
    url: str = ""
    way: str = "stamps"
    asked: list[bytes] = field(default_factory=list)
    first: bytes = b""

    @property
    def root(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        """What `openssl ts` answers."""
        (self.folder / "query.tsq").write_bytes(query)
        refuses = self.way == "refuses"
        settings = self.folder / "settings.cnf"
        settings.write_text(
            SETTINGS.format(folder=self.folder, digests="sha512" if refuses else "sha256, sha512")
        )
        self._openssl(
            "ts", "-reply", "-config", str(settings), "-queryfile", "query.tsq", "-out", "reply.tsr"
        )
        return (self.folder / "reply.tsr").read_bytes()

    def stamp(self, message: bytes) -> bytes:
        """A reply to a query that openssl itself makes for this message."""
        (self.folder / "message").write_bytes(message)
        self._openssl("ts", "-query", "-data", "message", "-sha256", "-cert", "-out", "made.tsq")
        return self.reply((self.folder / "made.tsq").read_bytes())

    def _openssl(self, *arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def make(self, name: str) -> "Authority":
        self.folder.mkdir(parents=True)
        settings = self.folder / "settings.cnf"
        settings.write_text(SETTINGS.format(folder=self.folder, digests="sha256"))
        (self.folder / "serial").write_text("01\n")
        new = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-config", str(settings)]
        self._openssl(
            "req", "-x509", *new, "-keyout", "root.key", "-out", "root.pem", "-subj", f"/CN={name} root",
            "-days", "3650", "-extensions", "ca",
        )  # fmt: skip
        for who, by, kind in (("middle", "root", "ca"), ("signer", "middle", "signer")):
            subject = name if who == "signer" else f"{name} {who}"
            self._openssl(
                "req", *new, "-keyout", f"{who}.key", "-out", f"{who}.csr", "-subj", f"/CN={subject}"
            )
            self._openssl(
                "x509", "-req", "-in", f"{who}.csr", "-CA", f"{by}.pem", "-CAkey", f"{by}.key",
                "-CAcreateserial", "-out", f"{who}.pem", "-days", "3650", "-extfile", str(settings),
                "-extensions", kind,
            )  # fmt: skip
        return self


def _answer(authority: Authority) -> Callable[[BaseHTTPRequestHandler, bytes], Answer]:
    def answer(request: BaseHTTPRequestHandler, body: bytes) -> Answer:
        assert request.headers["Content-Type"] == QUERY
        authority.asked.append(body)
        if authority.way == "page":
            return Answer(200, "text/html", b"<p>Please pay first.</p>")
        if authority.way == "garbage":
            return Answer(200, REPLY, b"\x30\x82\xff\xff" + bytes(200))
        if authority.way in ("silent", "drips"):
            return Answer(200, REPLY, bytes(4000), way=authority.way)
        if authority.way == "replay":
            return Answer(200, REPLY, authority.first)
        content = authority.stamp(b"another message") if authority.way == "other" else authority.reply(body)
        authority.first = authority.first or content
        return Answer(200, REPLY, content)

    return answer


@contextmanager
def authority_over_http(folder: Path, name: str = "Test TSA") -> Iterator[Authority]:
    """A running authority; its way may be changed while it runs."""
    authority = Authority(folder).make(name)
    with answering(_answer(authority)) as url:
        authority.url = url
        yield authority
