"""Targets of the attribute network from the tables of labels.

A target is 1 (the attribute is there), 0 (it is not) or UNKNOWN, which neither trains nor counts. Photos of real life have
`attributes.csv`, where people wrote down what is to be seen; portraits that were composed for the checker have only the rules
that must and may fail, in `labels.csv`.
"""

import csv
import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

UNKNOWN = -1

# In the order of the network's outputs. Left and right are those of the picture.
TARGETS = (
    "glasses", "tinted", "glare", "frames",
    "headwear", "wrap",
    "occluder", "hand",
    "brows", "eyes_hair",
    "ear_left", "ear_right",
    "earring", "necklace", "collar", "shoulders",
    "mouth", "teeth", "eyes_closed",
    "light",
)

# Values of `attributes.csv` that a second look found wrong; see README.md, "Corrected labels".
CORRECTIONS = Path(__file__).with_name("corrections.csv")

# Sources whose rights do not allow training: they are only scored.
EVALUATE_ONLY = ("hmpo", "sye")

# Generated people are no evidence of how real ones are judged: they train, and are scored apart.
GENERATED = ("faker",)

# Sources of portraits that were composed for the checker.
COMPOSED = ("studio", "comply")

# Licences of composed and untouched portraits that may be trained on, as the column `licence` begins.
TRAINABLE_LICENCES = ("CC BY", "CC Attribution", "CC0", "US Government", "US government", "public domain")

# What each value of a column says of a target. A value that is not listed is unknown.
COLUMNS = {
    "glasses": ("glasses", ("clear", "tinted", "sunglasses"), ("none",)),
    "tinted": ("glasses", ("tinted", "sunglasses"), ("none", "clear")),
    "glare": ("glare", ("1",), ("0",)),
    "frames": ("frames_over_eyes", ("1",), ("0",)),
    "headwear": ("headwear", ("hat", "cap", "beanie_hood", "hijab", "turban_wrap", "other"), ("none",)),
    "wrap": ("headwear", ("hijab", "turban_wrap"), ("none", "hat", "cap", "beanie_hood")),
    "occluder": ("occluder", ("hand", "object", "mask", "scarf"), ("none",)),
    "hand": ("occluder", ("hand",), ("none", "object", "mask", "scarf")),
    "brows": ("brows_hair", ("covered",), ("free",)),
    "eyes_hair": ("eyes_hair", ("covered",), ("free",)),
    "ear_left": ("ear_left", ("hidden",), ("visible",)),
    "ear_right": ("ear_right", ("hidden",), ("visible",)),
    "earring": ("earring", ("stud", "large"), ("none",)),
    "necklace": ("necklace", ("thin", "clear"), ("none",)),
    "collar": ("collar", ("fur", "large", "hood"), ("plain",)),
    "shoulders": ("shoulders", ("bare", "straps"), ("covered",)),
    "mouth": ("mouth", ("open", "teeth"), ("closed",)),
    "teeth": ("mouth", ("teeth",), ("closed", "open")),
    # Narrow eyes are open eyes.
    "eyes_closed": ("eyes", ("closed",), ("open", "narrow")),
}

# The rules that speak of a target, for photos without attributes.
RULES = {
    "tinted": ("lenses-clear",),
    "glare": ("lenses-glare-free",),
    "frames": ("frames-off-eyes",),
    "headwear": ("no-head-coverings",),
    "occluder": ("face-unoccluded",),
    "brows": ("brows-visible",),
    "eyes_hair": ("eyes-visible",),
    "ear_left": ("ears-visible",),
    "ear_right": ("ears-visible",),
    "earring": ("earrings-free",),
    "necklace": ("necklace-free",),
    "collar": ("collar-plain",),
    "shoulders": ("shoulders-covered",),
    "mouth": ("mouth-closed", "teeth-hidden"),
    "eyes_closed": ("eyes-open",),
    "light": ("illumination-uniformity",),
}

# Light has no column: it was labelled uneven where that is plain. Photos of real life whose labels say that they are not sure
# of it, or of anything, are unknown.
UNSURE_OF_LIGHT = {"?light", "?*"}

# Drawn faults look drawn, and teach and prove nothing; these were judged convincing.
CONVINCING_VARIANTS = ("eyes_closed",)


@dataclass(frozen=True)
class Photo:
    """A labelled photo."""

    file: str
    person: str
    source: str
    trainable: bool
    skin: str
    targets: tuple[int, ...]
    # A mirror image trains and is never scored.
    mirrored: bool = False

    @property
    def real(self):
        """A photograph of a real person that may be trained on: the figures are of these."""
        return self.trainable and self.source not in (*COMPOSED, *GENERATED)

    def mirror(self):
        """The mirror image: left and right are exchanged."""
        by_name = dict(zip(TARGETS, self.targets))
        left, right = by_name["ear_left"], by_name["ear_right"]
        by_name |= {"ear_left": right, "ear_right": left}
        return replace(self, targets=tuple(by_name.values()), mirrored=True)


def read(folders, corrections=CORRECTIONS):
    """All photos of these folders that have usable labels, by file; `corrections` is a table of attributes, or None."""
    corrected = [(row["file"], row["column"], row["value"]) for row in rows(corrections)] if corrections else []
    photos = {}
    for folder in map(Path, folders):
        attributes = {row["file"]: row for row in rows(folder / "attributes.csv")}
        for file, column, value in corrected:
            # What corrects a rule and no attribute is for `precheck evaluate` alone.
            if column in attributes.get(file, ()):
                attributes[file][column] = value
        for row in rows(folder / "labels.csv"):
            seen = attributes.get(row["file"])
            photo = _with_attributes(row, seen) if seen else _composed(row)
            if photo:
                photos[photo.file] = photo
    return photos


def target(photos, name):
    """One target of all photos. `ears` is that of either ear."""
    values = np.array([photo.targets for photo in photos], np.int8).reshape(len(photos), len(TARGETS))
    if name != "ears":
        return values[:, TARGETS.index(name)]
    left, right = (values[:, TARGETS.index(f"ear_{side}")] for side in ("left", "right"))
    hidden, free = (left == 1) | (right == 1), (left == 0) & (right == 0)
    return np.where(hidden, 1, np.where(free, 0, UNKNOWN)).astype(np.int8)


def rows(path):
    """The rows of a table; none without the file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def _with_attributes(row, seen):
    source = row["file"].split("/")[0]
    values = {}
    for name, (column, present, absent) in COLUMNS.items():
        values[name] = 1 if seen[column] in present else 0 if seen[column] in absent else UNKNOWN
    uneven = set(RULES["light"]) & set(row["expected_findings"].split(";"))
    values["light"] = 1 if uneven else UNKNOWN if UNSURE_OF_LIGHT & set(row["notes"].split()) else 0
    if values["tinted"] == 1:
        # Nobody sees through dark lenses.
        for name in ("glare", "frames", "brows", "eyes_hair", "eyes_closed"):
            values[name] = UNKNOWN
    if values["occluder"] == 1:
        # What the hand hides was labelled as free.
        for name in ("mouth", "teeth", "brows", "eyes_hair"):
            values[name] = UNKNOWN if values[name] == 0 else values[name]
    if "yaw" in row["notes"].split():
        # A turned head hides an ear without a fault of its own.
        values["ear_left"] = values["ear_right"] = UNKNOWN
    trainable = source not in EVALUATE_ONLY
    return _photo(row, source, trainable, seen["skin"], values)


def _composed(row):
    name = row["file"].split("/")[-1]
    variant = row["kind"] == "variant"
    if row["kind"] not in ("pass", "variant_real", "natural", "comply", "variant"):
        return None
    if variant and not name.startswith(CONVINCING_VARIANTS):
        return None
    expected = [fault.split("|") for fault in row["expected_findings"].split(";") if fault]
    mentioned = {rule for fault in expected for rule in fault}
    allowed = set(row["allowed_findings"].split(";"))
    values = dict.fromkeys(TARGETS, UNKNOWN)
    for target_name, rules in RULES.items():
        if any(set(fault) <= set(rules) for fault in expected):
            values[target_name] = 1
        elif not variant and not (mentioned | allowed) & {*rules, "*"}:
            values[target_name] = 0
    if values["ear_left"] == 1:
        # Which of them is hidden is not said.
        values["ear_left"] = values["ear_right"] = UNKNOWN
    notes = row["notes"]
    if "wears clear glasses" in notes or "glasses=clear" in notes:
        values["glasses"] = 1
    elif "no glasses" in notes or "glasses=none" in notes or row["person"][:1] in "LSK":
        for target_name in ("glasses", "tinted", "glare", "frames"):
            values[target_name] = 0
    values["wrap"] = 0 if values["headwear"] == 0 else UNKNOWN
    values["hand"] = 0 if values["occluder"] == 0 else UNKNOWN
    values["teeth"] = 0 if values["mouth"] == 0 else UNKNOWN
    skin = re.search(r"skin=(\w+)", notes)
    source = "comply" if row["kind"] == "comply" else "studio"
    trainable = row["licence"].startswith(TRAINABLE_LICENCES)
    return _photo(row, source, trainable, skin[1] if skin else "", values)


def _photo(row, source, trainable, skin, values):
    person = row["person"]
    if person in ("-", "X"):
        person = row["file"]
    # L and S are one person, neutral and smiling.
    person = re.sub(r"^S(?=\d)", "L", person)
    targets = tuple(values[name] for name in TARGETS)
    return Photo(row["file"], person, source, trainable, skin, targets)
