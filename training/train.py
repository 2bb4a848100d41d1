"""Trains the attribute network: `python train.py --features DIR --mirrored DIR --labels DIR [DIR ...] --out DIR`.

Writes into the output folder `scores.csv`, the logits of every photo by a network that has not seen its person (photos that
are only scored: by the network of all trainable ones), and `attributes.tflite`, trained on all trainable photos, with the
input and the output of one photo for its test.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

import dataset
import export
import network
from labels import TARGETS


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--features", required=True, help="folder that `precheck features` wrote")
    arguments.add_argument("--mirrored", required=True, help="folder that `precheck features --mirrored` wrote")
    arguments.add_argument("--labels", required=True, nargs="+", help="folders with labels.csv and attributes.csv")
    arguments.add_argument("--out", required=True, type=Path)
    arguments = arguments.parse_args()
    data = dataset.read(arguments.features, arguments.mirrored, arguments.labels)
    trainable, folds = data.trainable, data.folds
    final = network.train(data, np.flatnonzero(trainable))
    logits = final.logits(data.means)
    for fold in range(dataset.FOLDS):
        others = network.train(data, np.flatnonzero(trainable & (folds != fold)))
        left_out = trainable & (folds == fold)
        logits[left_out] = others.logits(data.means)[left_out]
        print(f"fold {fold}: {(left_out & ~data.mirrored).sum()} photos left out", flush=True)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "scores.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["file", *TARGETS])
        for photo, line in zip(data.photos, logits):
            if photo.mirrored:
                continue
            rows.writerow([photo.file, *(f"{value:.4f}" for value in line)])
    size = export.write(final, dataset.first_values(arguments.features), arguments.out)
    print(f"{trainable.sum()} photos and mirror images trained on, attributes.tflite: {size} bytes")


if __name__ == "__main__":
    main()
