"""Figures of the networks, out of fold, beside those of the rules:
`python report.py --scores scores.csv --combined combined.csv --labels DIR [DIR ...] --reports reports.jsonl`.

`precheck evaluate --measurements` writes what `precheck judge --format jsonl` makes the reports from. Prints Markdown.
"""

import argparse
import json

import numpy as np

import calibrate
import dataset
import labels
import metrics
from labels import TARGETS

# What is reported: the target, and the rule of the same sentence.
REPORTED = (
    ("glasses", None),
    ("tinted", "lenses-clear"),
    ("glare", "lenses-glare-free"),
    ("frames", "frames-off-eyes"),
    ("headwear", "no-head-coverings"),
    ("wrap", None),
    ("occluder", "face-unoccluded"),
    ("hand", None),
    ("brows", "brows-visible"),
    ("eyes_hair", "eyes-visible"),
    ("ears", "ears-visible"),
    ("earring", "earrings-free"),
    ("necklace", "necklace-free"),
    ("collar", "collar-plain"),
    ("shoulders", "shoulders-covered"),
    ("mouth", "mouth-closed"),
    ("teeth", "teeth-hidden"),
    ("eyes_closed", "eyes-open"),
)

RATES = (0.01, 0.02, 0.05)

# Fewer photos say nothing of a share.
FEWEST = 2


class Judged:
    """Photos with the networks' logits, and what the rules measured and said."""

    def __init__(self, arguments, corrections):
        known = labels.read(arguments.labels, corrections)
        network, combined = calibrate.table(arguments.scores), calibrate.table(arguments.combined)
        files = [file for file in combined if file in known]
        self.photos = [known[file] for file in files]
        self.network, self.combined = ({name: np.array([table[file][name] for file in files]) for name in TARGETS} for table in (network, combined))
        for logits in (self.network, self.combined):
            logits["ears"] = np.maximum(logits["ear_left"], logits["ear_right"])
        self.values, self.failed, self.noticed = {}, {}, {}
        found = {line["file"]: {finding["rule"]: finding for finding in line["report"]["findings"]} for line in lines(arguments.reports)}
        for rule in {rule for _, rule in REPORTED if rule}:
            findings = [found.get(file, {}).get(rule, {}) for file in files]
            self.values[rule] = np.array([finding.get("value") for finding in findings], float)
            outcome = np.array([finding.get("outcome", "") for finding in findings])
            self.failed[rule], self.noticed[rule] = outcome == "fail", np.isin(outcome, ("fail", "doubtful"))
        sources = np.array([photo.source for photo in self.photos])
        self.real = np.array([photo.real for photo in self.photos])
        self.apart = np.isin(sources, labels.EVALUATE_ONLY)
        self.composed = np.isin(sources, labels.COMPOSED)
        self.folds = np.array([dataset.fold_of(photo.person) for photo in self.photos])
        self.dark = np.array([photo.skin == "dark" for photo in self.photos])

    def called_faulty(self, scores, target, rate):
        """Whether each photo is called faulty, at the threshold that this share of good real photos of other folds exceeds."""
        good = self.real & (target == 0)
        called = scores > metrics.threshold(scores[good], rate)
        for fold in range(dataset.FOLDS):
            own = self.real & (self.folds == fold)
            called[own] = scores[own] > metrics.threshold(scores[good & ~own], rate)
        return called


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def percent(count, total):
    low, high = metrics.wilson(count, total)
    return f"{100 * count / total:.1f} ({100 * low:.1f}-{100 * high:.1f})" if total else "-"


def figures(judged, scores, target, part):
    """AUC, equal error rate and both error rates at each of RATES."""
    good, faulty = part & (target == 0), part & (target == 1)
    if min(good.sum(), faulty.sum()) < FEWEST:
        return ["-"] * (2 + 2 * len(RATES))
    row = [f"{metrics.auc(scores[good], scores[faulty]):.3f}"]
    row.append(f"{100 * metrics.equal_error_rate(scores[good], scores[faulty]):.1f}")
    for rate in RATES:
        called = judged.called_faulty(scores, target, rate)
        row += [percent((~called & faulty).sum(), faulty.sum()), percent((called & good).sum(), good.sum())]
    return row


def today(judged, rule, target, part):
    """AUC and equal error rate of the rule's value; missed (neither failed nor doubtful) and false (failed) by its limits."""
    good, faulty = part & (target == 0), part & (target == 1)
    if not rule or min(good.sum(), faulty.sum()) < FEWEST:
        return ["-"] * 4
    missed, false = ~judged.noticed[rule] & faulty, judged.failed[rule] & good
    shares = [percent(missed.sum(), faulty.sum()), percent(false.sum(), good.sum())]
    value = judged.values[rule]
    known = ~np.isnan(value)
    g, f = value[good & known], value[faulty & known]
    if min(len(g), len(f)) < FEWEST:
        return ["-", "-", *shares]
    sign = 1 if metrics.auc(g, f) >= 0.5 else -1
    error = metrics.equal_error_rate(sign * g, sign * f)
    return [f"{metrics.auc(sign * g, sign * f):.3f}", f"{100 * error:.1f}", *shares]


def table(columns, rows):
    print("|" + "|".join(columns) + "|\n|" + "---|" * len(columns))
    for row in rows:
        print("|" + "|".join(map(str, row)) + "|")
    print()


def rows_of(judged, logits, part, ruled):
    """A row of figures for each attribute, with those of its rule if `ruled`."""
    rows = []
    for name, rule in REPORTED:
        target = labels.target(judged.photos, name)
        counts = f"{(part & (target == 1)).sum()} / {(part & (target == 0)).sum()}"
        rule_figures = today(judged, rule, target, part) if ruled else []
        rows.append([name, counts, *figures(judged, logits[name], target, part), *rule_figures])
    return rows


def groups(judged):
    """Good photos called faulty, by group."""
    rows = []
    for name, rule in REPORTED:
        target = labels.target(judged.photos, name)
        parts = {
            "composed": judged.composed,
            "dark skin": judged.dark & ~judged.composed,
            "clear glasses": (labels.target(judged.photos, "glasses") == 1) & ~judged.composed,
        }
        row = [name]
        for part in parts.values():
            good = part & (target == 0)
            for rate in RATES:
                row.append(percent((judged.called_faulty(judged.combined[name], target, rate) & good).sum(), good.sum()))
            row.append(percent((judged.failed[rule] & good).sum(), good.sum()) if rule else "-")
        rows.append(row)
    heads = [f"{group}, {what}" for group in parts for what in (*(f"{rate:.0%}" for rate in RATES), "rule")]
    table(["attribute", *heads], rows)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--scores", "--combined", "--reports"):
        arguments.add_argument(name, required=True)
    arguments.add_argument("--labels", required=True, nargs="+")
    arguments = arguments.parse_args()
    columns = ["attribute", "faulty / good", "AUC", "EER"] + [text for rate in RATES for text in (f"missed at {rate:.0%}", "false")]
    rule_columns = ["rule: AUC", "EER", "missed", "false"]
    for title, corrections in (("corrected labels", labels.CORRECTIONS), ("labels as stored", None)):
        judged = Judged(arguments, corrections)
        print(f"## Real people, out of fold, {title}: both networks together\n")
        table([*columns, *rule_columns], rows_of(judged, judged.combined, judged.real, True))
        print(f"## Real people, out of fold, {title}: the attribute network alone\n")
        table(columns, rows_of(judged, judged.network, judged.real, False))
        print(f"## Scored only, {title}: both networks together\n")
        table([*columns, *rule_columns], rows_of(judged, judged.combined, judged.apart, True))
        if corrections:
            print(f"## Good photos called faulty, by group, {title}\n")
            groups(judged)


if __name__ == "__main__":
    main()
