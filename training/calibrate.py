"""Calibrates the logits: `python calibrate.py --scores scores.csv --labels DIR [DIR ...] --out calibration.csv`.

The probability of an attribute is the logistic function of slope times logit plus offset, fitted on the out-of-fold logits of
photographs of real people. It holds where the attribute is as frequent as on these photos; `faulty` and `good` are written
beside it, so that the offset can be moved for candidates: add the difference of the log odds. Prints how well it holds when it is
fitted on the other folds.
"""

import argparse
import csv

import numpy as np

import dataset
import labels
import logistic
from labels import TARGETS

# Fewer faulty photos give no calibration worth the name.
FEWEST = 15

# Bins of the calibration error, each with as many photos.
BINS = 10


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--scores", required=True)
    arguments.add_argument("--labels", required=True, nargs="+")
    arguments.add_argument("--out", required=True)
    arguments = arguments.parse_args()
    known = labels.read(arguments.labels)
    with open(arguments.scores, encoding="utf-8", newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["file"] in known]
    rows = [row for row in rows if known[row["file"]].real]
    photos = [known[row["file"]] for row in rows]
    folds = np.array([dataset.fold_of(photo.person) for photo in photos])
    with open(arguments.out, "w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow(["attribute", "slope", "offset", "faulty", "good", "calibration_error", "skill"])
        for name in TARGETS:
            target = labels.target(photos, name)
            use = target != labels.UNKNOWN
            if (target == 1).sum() < FEWEST:
                continue
            logits = np.array([float(row[name]) for row in rows])
            slope, offset = line(logits[use], target[use])
            left_out = np.zeros(len(rows))
            for fold in range(dataset.FOLDS):
                own = folds == fold
                fitted = line(logits[use & ~own], target[use & ~own])
                left_out[own] = logistic.probability(fitted[0] * logits[own] + fitted[1])
            quality = (error(left_out[use], target[use]), skill(left_out[use], target[use]))
            counts = ((target == 1).sum(), (target == 0).sum())
            table.writerow([name, f"{slope:.4f}", f"{offset:.4f}", *counts, *(f"{value:.3f}" for value in quality)])


def line(logits, targets):
    """Slope and offset."""
    scale = logits.std()
    slope, offset = logistic.fit_few(logits[:, None] / scale, targets, np.ones(len(targets)))
    return float(slope[0] / scale), float(offset)


def error(probabilities, targets):
    """Mean difference of predicted and observed share, over bins of photos of similar probability."""
    order = np.argsort(probabilities)
    bins = np.array_split(order, BINS)
    return float(np.mean([abs(probabilities[part].mean() - targets[part].mean()) for part in bins]))


def skill(probabilities, targets):
    """The share of the squared error of always saying the mean that is avoided (Brier skill score)."""
    return float(1 - ((probabilities - targets) ** 2).mean() / targets.var())


if __name__ == "__main__":
    main()
