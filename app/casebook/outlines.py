"""The coasts for the map, from Natural Earth's data as TopoJSON.

`python -m app.casebook.outlines FOLDER` reads `land-110m.json` and `land-50m.json` of
`world-atlas` 2 in a folder and writes `app/static/img/outlines.svg`, in the units of
`map.py`'s two drawings. Run it again when one of them changes.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from app.casebook.map import INSET, WORLD, Point, Sheet

TARGET = Path(__file__).parents[1] / "static" / "img" / "outlines.svg"
SOUTH = -60.0  # degrees: land that lies beyond is left out
BEYOND = 12.0  # units past the edge of a drawing, where lines are cut
LEAST = 4  # points of an outline; a smaller island is a speck
Ring = list[Point]
Edge = tuple[int, float, int]  # axis, where on it, and 1 if what is more stays


def rings(topology: dict[str, Any]) -> Iterator[Ring]:
    """Every outline of a topology's land, as (longitude, latitude) pairs."""
    (sx, sy), (tx, ty) = (topology["transform"][k] for k in ("scale", "translate"))
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    for shape in topology["objects"]["land"]["geometries"]:
        for polygon in shape["arcs"]:
            for ring in polygon:
                yield _joined(arcs, ring)


def _joined(arcs: list[Ring], ring: list[int]) -> Ring:
    """The arcs of a ring end to end; a negative number is an arc run backwards."""
    points: Ring = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def path(topology: dict[str, Any], sheet: Sheet) -> str:
    """SVG path data of the land on a drawing."""
    edges = (
        (0, -BEYOND, 1),
        (0, sheet.width + BEYOND, -1),
        (1, -BEYOND, 1),
        (1, sheet.height + BEYOND, -1),
    )
    lines = []
    for ring in rings(topology):
        if max(lat for _, lat in ring) < SOUTH:
            continue
        for half in _halves(ring):
            lines.append(_line(_cut([sheet.at(lat, lon) for lon, lat in half], edges)))
    return "".join(lines)


def _halves(ring: Ring) -> Iterator[Ring]:
    """An outline that crosses the 180th meridian as its parts on either side."""
    lon, whole = ring[0][0], []
    for there, lat in ring:
        lon += (there - lon + 180) % 360 - 180
        whole.append((lon, lat))
    for turn in (-360, 0, 360):
        turned = [(lon + turn, lat) for lon, lat in whole]
        yield _cut(turned, ((0, -180.0, 1), (0, 180.0, -1)))


def _cut(ring: Ring, edges: Iterable[Edge]) -> Ring:
    """What of an outline lies within all edges (Sutherland and Hodgman's way)."""
    for axis, edge, sign in edges:
        kept: Ring = []
        for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
            inside = [(p[axis] - edge) * sign >= 0 for p in (a, b)]
            if inside[0]:
                kept.append(a)
            if inside[0] != inside[1]:
                part = (edge - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))
        ring = kept
    return ring


def _line(ring: Ring) -> str:
    """Path data in tenths of a unit, each point from the one before."""
    tenths = [(round(x * 10), round(y * 10)) for x, y in ring]
    steps = [b for a, b in zip([None, *tenths], tenths, strict=False) if a != b]
    if len(steps) < LEAST:
        return ""
    said, (x, y) = f"M{_tenth(steps[0][0])} {_tenth(steps[0][1])}l", steps[0]
    moves = []
    for nx, ny in steps[1:]:
        moves.append(f"{_tenth(nx - x)} {_tenth(ny - y)}")
        x, y = nx, ny
    return said + " ".join(moves).replace(" -", "-") + "z"


def _tenth(tenths: int) -> str:
    """A number of tenths, as short as may be."""
    said = f"{tenths / 10:g}"
    return said.replace("0.", ".", 1) if abs(tenths) < 10 else said


def main(folder: Path) -> None:
    """Write the outlines."""
    world, isles = (
        json.loads((folder / f"land-{scale}.json").read_text())
        for scale in ("110m", "50m")
    )
    TARGET.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n'
        "<!-- Coasts by Natural Earth (public domain), made by outlines.py -->\n"
        f'<path id="world" d="{path(world, WORLD)}"/>\n'
        f'<path id="isles" d="{path(isles, INSET)}"/>\n'
        "</svg>\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
