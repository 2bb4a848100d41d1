"""Features of labelled photos, as `precheck features` writes them, with targets, people and folds."""

import csv
import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import labels

# Height, width and channels of the tensors of one photo, in the order of the file; see src/scene/features.rs.
SHAPES = {
    "landmarks_16": (16, 16, 128),
    "landmarks_8": (8, 8, 128),
    "regions_12": (12, 12, 96),
    "regions_24": (24, 24, 24),
}

# The network sees the mean of each channel in so many rows and columns of a tensor.
SIDE = 4

FOLDS = 5


@dataclass
class Dataset:
    """Photos with features, in the order of the index."""

    photos: list
    # For each tensor [photo, SIDE, SIDE, channels].
    means: dict

    @property
    def trainable(self):
        """Which photos may be trained on."""
        return np.array([photo.trainable for photo in self.photos])

    @property
    def mirrored(self):
        return np.array([photo.mirrored for photo in self.photos])

    @property
    def folds(self):
        """The fold of each photo; all photos of a person are in one."""
        return np.array([fold_of(photo.person) for photo in self.photos])


def fold_of(person):
    return int(hashlib.md5(person.encode()).hexdigest(), 16) % FOLDS


def read(features, mirrored, label_folders):
    """The photos that have both features and labels, then the mirror images."""
    known = labels.read(label_folders)
    photos, means = of_folder(features, known)
    images, image_means = of_folder(mirrored, {file: photo.mirror() for file, photo in known.items()})
    return Dataset(photos + images, {name: np.concatenate([means[name], image_means[name]]) for name in means})


def of_folder(folder, known):
    """The known photos of a folder that `precheck features` wrote, and for each tensor its means."""
    folder = Path(folder)
    with (folder / "features.csv").open(encoding="utf-8", newline="") as index:
        files = [row["file"] for row in csv.DictReader(index)]
    length = sum(int(np.prod(shape)) for shape in SHAPES.values())
    values = np.memmap(folder / "features.f32", np.dtype("<f4"), "r").reshape(len(files), length)
    rows = [row for row, file in enumerate(files) if file in known]
    means = {name: pooled(tensor[rows]) for name, tensor in split(values).items()}
    return [known[files[row]] for row in rows], means


def split(values):
    """The tensors of photos whose values lie one after another: for each [photo, height, width, channels]."""
    tensors, start = {}, 0
    for name, shape in SHAPES.items():
        end = start + int(np.prod(shape))
        tensors[name] = values[:, start:end].reshape(-1, *shape)
        start = end
    return tensors


def pooled(tensor):
    count, height, width, channels = tensor.shape
    return tensor.reshape(count, SIDE, height // SIDE, SIDE, width // SIDE, channels).mean((2, 4))


def first_values(features_folder):
    """The values of the first photo, for the test of the exported network."""
    length = sum(int(np.prod(shape)) for shape in SHAPES.values())
    return np.fromfile(Path(features_folder) / "features.f32", np.dtype("<f4"), length)
