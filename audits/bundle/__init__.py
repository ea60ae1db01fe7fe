"""One export that an auditor carries away: a zip of tiles, envelopes, payloads and checkpoints."""

from audits.bundle.layout import BundleError, join_entries, pack_path, split_entries
from audits.bundle.reader import Bundle, open_bundle
from audits.bundle.writer import stream_bundle, write_bundle

__all__ = [
    "Bundle",
    "BundleError",
    "join_entries",
    "open_bundle",
    "pack_path",
    "split_entries",
    "stream_bundle",
    "write_bundle",
]
