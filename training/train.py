"""Trains the attribute network: `python train.py --features DIR --labels DIR [DIR ...] --out DIR`.

Writes into the output folder `scores.csv`, the logits of every photo by a network that has not seen its person (photos that
are only scored: by the network of all trainable ones), and `attributes.tflite`, trained on all trainable photos, with the
input and the output of one photo for its test.
"""

import argparse
import csv
import time
from pathlib import Path

import numpy as np

import dataset
import export
from fitting import fit, standardise
from labels import TARGETS
from network import take

SEED = 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--features", required=True, help="folder that `precheck features` wrote")
    arguments.add_argument("--labels", required=True, nargs="+", help="folders with labels.csv and attributes.csv")
    arguments.add_argument("--out", required=True, type=Path)
    arguments = arguments.parse_args()
    data = dataset.read(arguments.features, arguments.labels)
    example = take(data.features, np.flatnonzero(data.trainable)[:1])
    example = {name: values.copy() for name, values in example.items()}
    scales = standardise(data.features, data.trainable)
    logits, network = out_of_fold(data)
    arguments.out.mkdir(parents=True, exist_ok=True)
    with (arguments.out / "scores.csv").open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(["file", *TARGETS])
        rows.writerows([photo.file, *(f"{value:.4f}" for value in line)] for photo, line in zip(data.photos, logits))
    size = export.write(network, scales, example, arguments.out)
    print(f"{network.size()} parameters, attributes.tflite: {size} bytes")


def out_of_fold(data):
    """The logits of all photos, and the network of all trainable ones."""
    trainable, folds = data.trainable, data.folds
    persons = np.array([photo.person for photo in data.photos])
    logits = np.zeros((len(data), len(TARGETS)), np.float32)
    for fold in range(dataset.FOLDS):
        start = time.time()
        rows, left_out = (np.flatnonzero(trainable & part) for part in (folds != fold, folds == fold))
        network = fit(data.features, data.targets, rows, persons, SEED + fold)
        logits[left_out] = network.logits(data.features, left_out)
        print(f"fold {fold}: {len(rows)} photos, {time.time() - start:.0f} s", flush=True)
    network = fit(data.features, data.targets, np.flatnonzero(trainable), persons, SEED + dataset.FOLDS)
    scored = np.flatnonzero(~trainable)
    if len(scored):
        logits[scored] = network.logits(data.features, scored)
    return logits, network


if __name__ == "__main__":
    main()
