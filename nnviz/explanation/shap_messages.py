"""What two processes say to each other while the shap package plays a game. Imports NumPy alone."""

import io

import numpy as np

ASK, DONE, FAILED = b"A", b"D", b"E"
"""What a message is: sets to be valued, or their worths; values; a sentence."""


def message(kind: bytes, body: bytes) -> bytes:
    return kind + len(body).to_bytes(8, "big") + body


def received(stream) -> tuple[bytes, bytes]:
    """(kind, body) of the next message. Raises EOFError when the other side is gone."""
    head = stream.read(9)
    if len(head) < 9:
        raise EOFError
    return head[:1], stream.read(int.from_bytes(head[1:], "big"))


def packed(**arrays) -> bytes:
    buffer = io.BytesIO()
    np.savez(buffer, **arrays)
    return buffer.getvalue()


def unpacked(body: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(body), allow_pickle=False) as arrays:
        return dict(arrays)
