"""The crops of labelled photos, cut once, a quarter wider than the network sees them, so that training can move and turn them.

`python crop_data.py --landmarks DIR --labels DIR [DIR ...] --out crops.npz`: DIR has what `precheck features` wrote, of the photos as
they are (`features.csv`, `landmarks.f32`: for each photo 478 pairs of x and y in pixels of the upright photo).
"""

import argparse
import csv
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

import crops
import labels

# Samples of a stored crop for one of the network.
DENSITY = {"ear": 6 / 5, "neck": 10 / 7, "top": 7 / 5}

LANDMARKS = 478


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--landmarks", required=True, type=Path)
    arguments.add_argument("--labels", required=True, nargs="+", type=Path)
    arguments.add_argument("--out", required=True)
    arguments = arguments.parse_args()
    with (arguments.landmarks / "features.csv").open(encoding="utf-8", newline="") as index:
        files = [row["file"] for row in csv.DictReader(index)]
    landmarks = np.fromfile(arguments.landmarks / "landmarks.f32", np.dtype("<f4")).reshape(len(files), LANDMARKS, 2)
    found, cut = [], {name: [] for name, _ in crops.INPUTS}
    for folder in arguments.labels:
        known = labels.read([folder])
        for file, points in zip(files, landmarks):
            if file in known and (folder / file).exists():
                found.append(file)
                for (name, _), crop in zip(crops.INPUTS, of_photo(upright(folder / file), points)):
                    cut[name].append(crop)
    np.savez(arguments.out, files=np.array(found), **{name: np.stack(all_crops) for name, all_crops in cut.items()})
    print(f"crops of {len(found)} photos")


def upright(path):
    return np.asarray(ImageOps.exif_transpose(Image.open(path)).convert("RGB"))


def of_photo(picture, landmarks):
    """The crops of a photo in the order of `crops.INPUTS`, [row, column, channel]."""
    result = []
    for (name, kind), (centre, step) in zip(crops.INPUTS, crops.frames(landmarks)):
        density = DENSITY[kind.name]
        width, height = (round(side * density * crops.MARGIN / 2) * 2 for side in (kind.width, kind.height))
        across = step / density
        crop = sampled(picture, centre, across, width, height)
        result.append(crop[:, ::-1] if name == "ear_right" else crop)
    return result


def sampled(picture, centre, across, width, height):
    """Samples around a centre, `across` apart; whole pixels are averaged first where steps are longer than two."""
    halved = max(int(np.linalg.norm(across)), 1)
    rows, columns = (max(side // halved, 1) for side in picture.shape[:2])
    scale = np.array([columns / picture.shape[1], rows / picture.shape[0]])
    small = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA) if halved > 1 else picture
    turn = np.array([[across[0], -across[1]], [across[1], across[0]]])
    # The first pixel's centre is 0 for OpenCV, and 0.5 for the checker.
    start = centre - turn @ [(width - 1) / 2, (height - 1) / 2]
    matrix = np.hstack([turn * scale[:, None], (start * scale - 0.5)[:, None]])
    return cv2.warpAffine(small, matrix, (width, height), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


if __name__ == "__main__":
    main()
