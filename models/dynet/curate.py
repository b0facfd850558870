"""Curates training photographs into one pack, as the paper's Million-IRD was (3.4).

    python -m dynet.curate FOLDER [FOLDER ...] --out photos.zip --tests FOLDER [FOLDER ...]

A photo is left out, and named, if it cannot be read, is smaller than a patch, blurred, a duplicate or mirror image
of a larger one, or one of the test pictures. The others are cut into 512x512 patches that do not overlap; patches
more than half flat are dropped, but for one in eight kept: skies, which haze and banding show in. Each photo also gives
its whole frame, reduced, which haze needs. Under a tight limit every photo gives one patch before any gives a second.

Sources and licences come from FOLDER/index.tsv or FOLDER_index.tsv (columns file, source, author, licence), if there.
Order: look at every photo (patches.py), tell duplicates, choose patches, write the pack (pack.py).
"""

import argparse
import csv
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from . import data, measures, numbers, pack
from .patches import PATCH, cut, look, read, test_bits, whole

SKY_EVERY = 8  # one patch in so many is flat: 12.5 %, of the 10 to 15 % that are wanted


def tell_apart(photos: list, tests: dict) -> list:
    """The photos in the same order; test pictures (path: fingerprint) and all but the largest of equals get their reason."""
    known, names, result = [], [], {}
    test_known, test_names = np.array(list(tests.values())), list(tests)
    for photo in sorted((p for p in photos if not p.reason), key=lambda p: -p.size[0] * p.size[1]):
        test, test_gap = measures.nearest(photo.either, test_known)
        twin, twin_gap = measures.nearest(photo.either, np.array(known))
        if test_gap <= measures.SAME:
            result[photo.path] = replace(photo, reason=f"the test picture {test_names[test]}")
        elif twin_gap <= measures.SAME:
            result[photo.path] = replace(photo, reason=f"a duplicate of {names[twin]}")
        else:
            known.append(photo.either[0])
            names.append(photo.path)
    return [result.get(photo.path, photo) for photo in photos]


def rounds(photos: list, flat: bool) -> list:
    """(number of the photo, patch) of the patches that are more than half flat, or of the others: each photo's first, each one's second, ..."""
    ranked = []
    for number, photo in enumerate(photos):
        own = sorted((p for p in photo.patches if (p.flat > 0.5) == flat), key=lambda p: p.sha256)  # as good as shuffled, yet repeatable
        ranked += [(turn, number, patch) for turn, patch in enumerate(own)]
    return [(number, patch) for _, number, patch in sorted(ranked, key=lambda r: r[:2])]


def with_skies(photos: list):
    """Yields rounds() of the detailed patches and among them, while there are any, one flat one in SKY_EVERY."""
    skies = iter(rounds(photos, True))
    for count, item in enumerate(rounds(photos, False), 1):
        yield item
        if count % (SKY_EVERY - 1) == SKY_EVERY // 2:
            yield from (sky for sky in [next(skies, None)] if sky)


def choose(photos: list, entries: list, limit: int) -> dict:
    """{number of the photo: its chosen patches, from the top} whose pack takes at most limit bytes; entries as in index.json."""
    chosen, left = {}, limit - len(pack.index([])) - 2 * pack.cost("index.json", 0)
    for number, patch in with_skies(photos):
        left -= pack.cost(name(number, patch), patch.bytes)
        if number not in chosen:
            left -= pack.cost(name(number), photos[number].whole) + len(json.dumps(entries[number])) + len(',"pictures":[]')
        if left < 0:
            break
        chosen.setdefault(number, []).append(patch)
    return {number: sorted(own, key=lambda p: (p.top, p.left)) for number, own in sorted(chosen.items())}


def name(number: int, patch=None) -> str:
    """Name in the pack of a patch, or of a photo's whole frame."""
    return f"{number:05}/{patch.top}-{patch.left}.jpg" if patch else f"{number:05}/whole.jpg"


def sources(folder: Path) -> dict:
    """{file: row} of the folder's index, if it has one; a row's / may stand for the __ of a file's name."""
    for path in (folder / "index.tsv", folder.parent / f"{folder.name}_index.tsv"):
        if path.is_file():
            try:
                with open(path, newline="", encoding="utf-8-sig") as file:
                    return {row.get("file", "").replace("/", "__"): row for row in csv.DictReader(file, delimiter="\t")}
            except (csv.Error, UnicodeDecodeError) as error:
                raise data.DataError(f"{path}: {error}; save it as a tab-separated table in UTF-8") from error
    return {}


def entry(photo, rows: dict, folder: Path) -> dict:
    """The photo's line of index.json, without its pictures."""
    file = photo.path.relative_to(folder).as_posix()
    row = rows.get(file.replace("/", "__"), {})
    return {"file": file, **{key: row.get(key) or "" for key in ("source", "author", "licence")}, "size": list(photo.size),
            "sha256": photo.sha256, "depth": list(photo.depth)}


def listed(number: int, photo, line: dict, own: list) -> dict:
    """The photo's line of index.json with its pictures."""
    width, height = photo.size
    places = [{"name": name(number), "place": list(data.WHOLE)}]
    places += [{"name": name(number, p), "place": [round(n, 6) for n in (p.top / height, p.left / width, PATCH / height, PATCH / width)]} for p in own]
    return line | {"pictures": places}


def pictures(photos: list, chosen: dict):
    """Yields (name, JPEG) of the chosen pictures, reading each photo once more."""
    for number, own in chosen.items():
        image = read(photos[number].path)
        yield name(number), pack.jpeg(whole(image))
        yield from ((name(number, p), pack.jpeg(cut(image, p.top, p.left))) for p in own)


def progress(items, total: int, what: str):
    """A bar on the terminal."""
    from tqdm import tqdm

    return tqdm(items, total=total, desc=what, unit="picture", mininterval=0.5)


def survey(folders: list, tests: list, sharp: float) -> list:
    """[(folder, Photo)] of all photos below the folders, those to leave out with their reason."""
    found = {path.resolve(): (folder, path) for folder in folders for path in data.below(folder)}.values()  # once each, if folders lie in each other
    test_paths = [path for folder in tests for path in data.below(folder)]
    for nothing, where in ((not found, folders), (tests and not test_paths, tests)):
        if nothing:
            raise data.DataError(f"no photographs in {', '.join(map(str, where))}: put JPEG, PNG, WebP, TIFF or BMP files there")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        bits = dict(zip(test_paths, progress(pool.map(test_bits, test_paths, chunksize=8), len(test_paths), "test pictures")))
        photos = list(progress(pool.map(partial(look, sharp=sharp), [path for _, path in found]), len(found), "photographs"))
    return list(zip([folder for folder, _ in found], tell_apart(photos, bits)))


def curate(folders: list, out: Path, tests: list, limit: int, sharp: float) -> list:
    """Makes the pack and returns the lines of its report."""
    if out.is_dir() or not out.parent.is_dir():
        raise data.DataError(f"{out} is a folder or lies in none: name a file in a folder that exists")
    seen = survey(folders, tests, sharp)
    kept = [(folder, photo) for folder, photo in seen if not photo.reason]
    photos = [photo for _, photo in kept]
    rows = {folder: sources(folder) for folder in folders}
    lines = [entry(photo, rows[folder], folder) for folder, photo in kept]
    chosen = choose(photos, lines, limit)
    if not chosen:
        raise data.DataError(f"no patch of these {len(seen)} photographs is detailed enough, or the limit is too small for one: {out} was not written")
    count = sum(map(len, chosen.values()))
    with progress(pictures(photos, chosen), count + len(chosen), "pack") as made:
        pack.write(out, [listed(n, photos[n], lines[n], own) for n, own in chosen.items()], made)
    return report([photo for _, photo in seen], photos, lines, chosen) + [f"{out}: {out.stat().st_size / 2**20:.1f} MiB"]


def report(seen: list, kept: list, lines: list, chosen: dict) -> list:
    """What was left out and why, what is in the pack."""
    named = [f"left out {photo.path}: {photo.reason}" for photo in seen if photo.reason]
    own = [p for patches in chosen.values() for p in patches]
    detailed, flat = len(rounds(kept, False)), len(rounds(kept, True))
    skies = sum(p.flat > 0.5 for p in own)
    unlicensed = sum(not lines[number]["licence"] for number in chosen)
    totals = [f"{len(chosen)} of {len(seen)} photographs, {len(own)} of {detailed + flat} patches: "
              f"{len(own) - skies} of {detailed} detailed, {skies} of {flat} flat ({100 * skies / len(own):.0f} % skies)"]
    return named + totals + ([f"{unlicensed} photographs have no licence in an index.tsv: settle it before weights ship"] if unlicensed else [])


def main(arguments=None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="dynet.curate", description=__doc__.split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="clean photographs")
    parser.add_argument("--out", type=Path, required=True, help="the pack to write")
    parser.add_argument("--tests", nargs="+", type=Path, default=[], metavar="FOLDER", help="pictures that must not be trained on: test sets, sample photographs")
    parser.add_argument("--limit-mb", type=numbers.amount, default=50, help="most MiB of the pack")
    parser.add_argument("--sharp", type=float, default=measures.BLURRED, help="variance of the Laplacian that a photo needs")
    options = parser.parse_args(arguments)
    try:
        lines = curate(options.folders, options.out, options.tests, int(options.limit_mb * 2**20), options.sharp)
    except (data.DataError, pack.PackError, OSError) as error:
        print(f"dynet.curate: {error}", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
