"""The crops that the crop network sees: where they lie on the face, how large they are, and what is read from each.

A crop is level with the line through the centres of the irises, and measured in heights of the face:
the distance from landmark 10 to landmark 152 along the face's own vertical. Outside the photo is black. It is cut from the photo
at its own resolution, with the area of each sample averaged where samples are further apart than pixels.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Kind:
    """A kind of crop."""

    name: str
    # Samples.
    width: int
    height: int
    # Width in heights of the face; the height follows from the samples, which are square.
    span: float
    # What is read from it, in the order of the outputs. `hidden` is that of the ear.
    targets: tuple[str, ...]


EAR = Kind("ear", 96, 96, 0.62, ("hidden", "earring", "occluder", "hand", "headwear"))
NECK = Kind("neck", 112, 64, 1.26, ("necklace", "collar", "shoulders", "occluder", "hand"))
TOP = Kind("top", 96, 64, 1.68, ("headwear", "wrap", "brows", "eyes_hair", "occluder", "glasses"))
KINDS = (EAR, NECK, TOP)

# The inputs of the network in their order. The ear at the right of the picture is mirrored: both look alike.
INPUTS = (("ear_left", EAR), ("ear_right", EAR), ("neck", NECK), ("top", TOP))

# The outputs of the network in their order: the logits of each input.
OUTPUTS = tuple(f"{name}.{target}" for name, kind in INPUTS for target in kind.targets)

# How much wider the crops are that crop_data.py stores.
MARGIN = 1.25

# Landmarks. Left and right are those of the picture.
FOREHEAD, CHIN, LEFT_CHEEK, RIGHT_CHEEK, LEFT_EAR, RIGHT_EAR, LEFT_IRIS, RIGHT_IRIS = 10, 152, 234, 454, 127, 356, 468, 473


def frames(landmarks):
    """Centre and step to the next column of each input, in pixels of the photo; `landmarks` are the 478 [x, y]."""
    eyes = landmarks[RIGHT_IRIS] - landmarks[LEFT_IRIS]
    across = eyes / np.linalg.norm(eyes)
    down = np.array([-across[1], across[0]])
    face = (landmarks[CHIN] - landmarks[FOREHEAD]) @ down
    middle = (landmarks[LEFT_CHEEK] + landmarks[RIGHT_CHEEK]) / 2 @ across
    centres = {
        "ear_left": landmarks[LEFT_EAR] + face * (-0.10 * across + 0.24 * down),
        "ear_right": landmarks[RIGHT_EAR] + face * (0.10 * across + 0.24 * down),
        "neck": landmarks[CHIN] + 0.27 * face * down,
        "top": middle * across + (landmarks[FOREHEAD] @ down - 0.15 * face) * down,
    }
    return [(centres[name], across * kind.span * face / kind.width) for name, kind in INPUTS]
