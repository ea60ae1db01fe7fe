import pytest

from audits.receipt import Receipt, ReceiptError, format_hashes, parse_hashes, parse_receipt
from tests.audits.made_log import MadeLog

NOTE = MadeLog(2).note()
HASHES = (b"\x01" * 32, b"\x02" * 32)
RECEIPT = Receipt(7, HASHES, NOTE, b"more")


def test_receipt_and_back():
    content = RECEIPT.encode()

    assert content.startswith(b"c2sp.org/tlog-proof@v1\nextra bW9yZQ==\nindex 7\nAQEB")
    assert content.endswith(b"\n\n" + NOTE)
    assert parse_receipt(content) == RECEIPT
    assert parse_receipt(Receipt(0, (), NOTE).encode()) == Receipt(0, (), NOTE)


def test_hashes_and_back():
    assert parse_hashes(format_hashes(HASHES)) == HASHES
    assert parse_hashes(b"") == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "proof: does not start with c2sp.org/tlog-proof@v1, or has no checkpoint"),
        (RECEIPT.encode().replace(b"@v1", b"@v2"), "proof: does not start with c2sp.org/tlog-proof@v1"),
        (RECEIPT.encode().replace(b"index 7\n", b""), "proof: has no index line"),
        (RECEIPT.encode().replace(b"index 7", b"index 07"), "proof: index '07' is not a decimal number"),
        (RECEIPT.encode().replace(b"bW9yZQ==", b"bW9yZR=="), "proof: extra is not base64 in its one"),
        (RECEIPT.encode().replace(b"AQEB", b"!QEB", 1), "proof: hash 0 is not base64"),
        (RECEIPT.encode().replace(b"AQEB", b"", 1), "proof: hash 0 has 29 bytes, not 32"),
        (Receipt(0, HASHES * 33, NOTE).encode(), "proof: more than 64 hashes"),
        (RECEIPT.encode().replace(b"index", b"ind\xc3x"), "proof: not ASCII at byte"),
        (b"x" * 500_000, "proof: file is too large"),
    ],
)
def test_wrong_receipts_are_refused(content, message):
    with pytest.raises(ReceiptError) as refused:
        parse_receipt(content)

    assert str(refused.value).startswith(message)


@pytest.mark.parametrize("content", [b"\n", b"AQEB", b"x" * 4000 + b"\n", b"AQEB\n"])
def test_wrong_lists_of_hashes_are_refused(content):
    with pytest.raises(ReceiptError, match=r"^proof: "):
        parse_hashes(content)
