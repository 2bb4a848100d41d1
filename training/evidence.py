"""Fits what measurements count beside the networks' answers: `python evidence.py --features DIR --combined combined.csv --labels DIR [DIR ...]`.

A rule that both measures and asks the networks adds up log odds: an offset, the measurement times a weight, and the networks'
calibrated log odds times another (`src/rules/eyes_open.rs`, `shoulders_covered.rs`). What is measured stands in the index that
`precheck features` writes. `illumination_uniformity.rs` keeps the unit of its measurement: what counts is the networks' weight over
that of the measurement.

The fit is logistic regression on photographs of real people who may be trained on, with the log odds of networks that have not seen
the person. It is convex and minimised from one start: no seed. Prints the weights, those of each fold's other people, and how
well the sum, the measurement and the networks alone tell faulty from good photos (area under the curve; the sum out of fold).
"""

import argparse
import csv
from pathlib import Path

import numpy as np

import calibrate
import dataset
import labels
import logistic

# The targets of whose attribute something is measured.
FITTED = ("eyes_closed", "shoulders", "light")

# Where real photographs are labelled only if the fault is plain, those with a label for it or against it, and composed portraits.
LABELLED = ("light",)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--features", required=True, type=Path)
    arguments.add_argument("--combined", required=True)
    arguments.add_argument("--labels", required=True, nargs="+")
    arguments = arguments.parse_args()
    known, combined = labels.read(arguments.labels), calibrate.table(arguments.combined)
    with (arguments.features / "features.csv").open(encoding="utf-8", newline="") as rows:
        measured = {row["file"]: row for row in csv.DictReader(rows)}
    print("| attribute | faulty | good | offset | measurement | networks | of the other folds | AUC: both, measurement, networks |")
    print("|---|---|---|---|---|---|---|---|")
    for name in FITTED:
        if name in LABELLED:
            own = {file: photo for file, photo in known.items() if file in labelled(arguments.labels, name) and photo.trainable}
        else:
            own = {file: photo for file, photo in known.items() if photo.real}
        photos = [photo for file, photo in own.items() if photo.source not in labels.GENERATED and file in combined and measured.get(file, {}).get(name)]
        targets = labels.target(photos, name)
        photos = [photo for photo, value in zip(photos, targets) if value != labels.UNKNOWN]
        targets = targets[targets != labels.UNKNOWN]
        inputs = np.array([[float(measured[photo.file][name]), combined[photo.file][name]] for photo in photos])
        folds = np.array([dataset.fold_of(photo.person) for photo in photos])
        weights, offset = fit(inputs, targets)
        others = {fold: fit(inputs[folds != fold], targets[folds != fold]) for fold in range(dataset.FOLDS)}
        held = np.array([row @ others[fold][0] + others[fold][1] for row, fold in zip(inputs, folds)])
        shown = "; ".join(f"{o:.2f} {w[0]:.3f} {w[1]:.3f}" for w, o in others.values())
        areas = ", ".join(f"{area(scores, targets):.3f}" for scores in (held, np.sign(weights[0]) * inputs[:, 0], inputs[:, 1]))
        counts = f"{(targets == 1).sum()} | {(targets == 0).sum()}"
        print(f"| {name} | {counts} | {offset:.2f} | {weights[0]:.3f} | {weights[1]:.3f} | {shown} | {areas} |")


def labelled(folders, name):
    """The files whose label says whether the fault is there."""
    files = set()
    for row in (row for folder in folders for row in labels.rows(Path(folder) / "labels.csv")):
        allowed, expected = (row[column].split(";") for column in ("allowed_findings", "expected_findings"))
        if set(labels.RULES[name]) & set(expected) or not {*labels.RULES[name], "*"} & set(allowed):
            files.add(row["file"])
    return files


def fit(inputs, targets):
    """Weights and offset."""
    mean, deviation = inputs.mean(0), inputs.std(0)
    weights, offset = logistic.fit_few((inputs - mean) / deviation, targets, np.ones(len(targets)))
    return weights / deviation, offset - mean @ (weights / deviation)


def area(scores, targets):
    """The probability that a faulty photo has a higher score than a good one."""
    faulty, good = scores[targets == 1], scores[targets == 0]
    return float(np.mean((faulty[:, None] > good) + 0.5 * (faulty[:, None] == good)))


if __name__ == "__main__":
    main()
