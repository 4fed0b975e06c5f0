"""A case in pieces that the sentence model can take in, and their vectors.

Each question that a case answers is a piece, and so is each stretch of about 160 words
of its text, with its title in front. The vectors of the cases that ship with the site
come with them in `casebook/vectors.npz`, under the digests of their texts.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.casebook import sentences

WORDS = 160  # of one stretch; about what the model reads at once
STRIDE = 130
VECTORS = Path(__file__).parents[2] / "casebook" / "vectors.npz"


def of(title: str, summary: str, texts: Mapping[str, Any]) -> Iterator[str]:
    """The pieces of a case: its questions, then its text."""
    yield from texts["asks"]
    short = title.partition(":")[0]
    for stretch in stretches(f"{summary} {texts['body']}"):
        yield f"{short}. {stretch}"


def stretches(text: str) -> list[str]:
    """A text in stretches of `WORDS` words, each a `STRIDE` after the one before."""
    words = text.split()
    starts = range(0, max(1, len(words) - WORDS + STRIDE), STRIDE)
    return [" ".join(words[start : start + WORDS]) for start in starts]


def name(text: str) -> str:
    """A piece's digest: the name of its vector."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


@cache
def ready() -> dict[str, bytes]:
    """The vectors that come with the content, by the names of their pieces."""
    if not VECTORS.exists():
        return {}
    with np.load(VECTORS) as file:
        names, vectors = file["names"], file["vectors"]
    return {str(name): row.tobytes() for name, row in zip(names, vectors, strict=True)}


def lacking(pieces: Iterable[str]) -> list[str]:
    """Those of the pieces that have no vector yet."""
    held = ready()
    return [piece for piece in pieces if name(piece) not in held]


def write(pieces: Iterable[str]) -> int:
    """Write the vectors of these pieces, what is there already not worked out again.

    Gives how many were new.
    """
    held, wanted = ready(), {name(piece): piece for piece in pieces}
    new = {
        n: sentences.packed(sentences.meaning(piece))
        for n, piece in wanted.items()
        if n not in held
    }
    names = sorted(wanted)
    rows = [np.frombuffer((new | held)[n], np.float16) for n in names]
    np.savez_compressed(VECTORS, names=np.array(names), vectors=np.stack(rows))
    ready.cache_clear()
    return len(new)
