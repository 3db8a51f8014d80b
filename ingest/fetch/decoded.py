"""Unpacks what a server sent, piece by piece, and stops at a limit: a few kilobytes may unpack to gigabytes."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

from ingest.errors import SkipPage

_PIECE_BYTES = 65_536


def decoded(pieces: Iterable[bytes], *, encoding: str, limit_bytes: int, name: str) -> bytes:
    """Return the body of a response. Never holds much more than `limit_bytes`.

    Raises SkipPage when it is larger, damaged, or packed in a way that was not asked for.
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return _collected(pieces, limit_bytes, name)
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _collected(_unpacked(pieces, encoding, name), limit_bytes, name)
    # Brotli and Zstandard are not asked for: their decoders cannot be told where to stop.
    raise SkipPage(f"{name}: is packed as {encoding}, which was not asked for; left out", reason="broken")


def gunzipped(content: bytes, *, limit_bytes: int, name: str) -> bytes:
    """Return the content of a gzip file (a packed sitemap), or the content itself when it is none."""
    if not content.startswith(b"\x1f\x8b"):
        return content
    return _collected(_unpacked([content], "gzip", name), limit_bytes, name)


def _collected(pieces: Iterable[bytes], limit_bytes: int, name: str) -> bytes:
    body = bytearray()
    for piece in pieces:
        body += piece
        if len(body) > limit_bytes:
            raise SkipPage(f"{name}: is larger than {limit_bytes / 1e6:.1f} MB; left out", reason="too large")
    return bytes(body)


def _unpacked(pieces: Iterable[bytes], encoding: str, name: str) -> Iterable[bytes]:
    unpacker = None
    for piece in pieces:
        if unpacker is None and piece:
            # Some servers send raw deflate where the standard means zlib; its header tells.
            raw = encoding == "deflate" and (piece[0] & 0x0F) != 8
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS if raw else zlib.MAX_WBITS | 32)
        waiting = piece
        while waiting and unpacker is not None:
            try:
                out = unpacker.decompress(waiting, _PIECE_BYTES)
            except zlib.error as error:
                raise SkipPage(f"{name}: is damaged ({error}); left out", reason="broken") from error
            waiting = unpacker.unconsumed_tail
            if out:
                yield out
            if unpacker.eof:
                return
    if unpacker is not None and not unpacker.eof:
        raise SkipPage(f"{name}: broke off before its end; left out", reason="broken")
