"""Writes TFLite files of the few operators that the network needs: 16-bit weights behind DEQUANTIZE, batch size 1.

The format is a FlatBuffers file of TensorFlow's schema.fbs, version 3. The numbers of fields and operators below are those of
that schema; `crates/inference` reads exactly these.
"""

import struct

import numpy as np

ADD, AVERAGE_POOL, CONCATENATION, CONV, DEPTHWISE, DEQUANTIZE, MAX_POOL = 0, 1, 2, 3, 4, 6, 17
FLOAT32, FLOAT16 = 0, 1
SAME, VALID = 0, 1
LINEAR, RELU6 = 0, 3

# The type of an operator's options in the union BuiltinOptions; DEQUANTIZE has none.
OPTIONS = {ADD: 11, AVERAGE_POOL: 5, CONCATENATION: 10, CONV: 1, DEPTHWISE: 2, MAX_POOL: 5}


class Graph:
    """Tensors are identified by the indices that the methods return."""

    def __init__(self):
        self.tensors, self.buffers, self.codes, self.operators, self.inputs = [], [{}], [], [], []
        # For each array of constants its tensor, and the array, so that its identity stays taken.
        self.known = {}

    def input(self, shape):
        self.inputs.append(self._tensor([1, *shape]))
        return self.inputs[-1]

    def conv(self, start, weights, bias, stride=1, padding=VALID, activation=LINEAR):
        """A convolution; weights are [height, width, channels, outputs]."""
        rows, columns, _, outputs = weights.shape
        inputs = [start, self._constant(weights, (3, 0, 1, 2)), self._constant(bias)]
        options = {0: byte(padding), 1: integer(stride), 2: integer(stride), 3: byte(activation)}
        return self._operator(CONV, options, inputs, self._covered(start, rows, columns, stride, padding, outputs))

    def depthwise(self, start, weights, bias, stride, activation):
        """A convolution of each channel for itself, padded; weights are [1, height, width, channels]."""
        _, rows, columns, channels = weights.shape
        inputs = [start, self._constant(weights), self._constant(bias)]
        options = {0: byte(SAME), 1: integer(stride), 2: integer(stride), 3: integer(1), 4: byte(activation)}
        return self._operator(DEPTHWISE, options, inputs, self._covered(start, rows, columns, stride, SAME, channels))

    def pool(self, kind, start, height, width):
        """The average or the maximum of each `height` x `width` cells."""
        _, rows, columns, channels = self.tensors[start]["shape"]
        sizes = {1: integer(width), 2: integer(height), 3: integer(width), 4: integer(height)}
        return self._operator(kind, {0: byte(VALID), **sizes}, [start], [1, rows // height, columns // width, channels])

    def joined(self, parts):
        """The channels of all parts, one after another."""
        shapes = [self.tensors[part]["shape"] for part in parts]
        return self._operator(CONCATENATION, {0: integer(3)}, parts, [*shapes[0][:3], sum(shape[3] for shape in shapes)])

    def add(self, left, right):
        return self._operator(ADD, {}, [left, right], self.tensors[left]["shape"])

    def finish(self, output):
        tensors = [
            {0: integers(t["shape"]), 1: byte(t["type"]), 2: integer(t["buffer"])} for t in self.tensors
        ]
        graph = {0: tables(tensors), 1: integers(self.inputs), 2: integers([output]), 3: tables(self.operators)}
        codes = [{0: byte(code), 3: integer(code)} for code in self.codes]
        return file({0: integer(3), 1: tables(codes), 2: tables([graph]), 4: tables(self.buffers)})

    def _tensor(self, shape, kind=FLOAT32, buffer=0):
        self.tensors.append({"shape": list(shape), "type": kind, "buffer": buffer})
        return len(self.tensors) - 1

    def _covered(self, start, rows, columns, stride, padding, channels):
        _, height, width, _ = self.tensors[start]["shape"]
        less = (rows - 1, columns - 1) if padding == VALID else (0, 0)
        return [1, -(-(height - less[0]) // stride), -(-(width - less[1]) // stride), channels]

    def _constant(self, values, axes=None):
        """The tensor of these values, the axes in this order; the same array is written once."""
        if id(values) not in self.known:
            laid = values if axes is None else values.transpose(axes)
            self.buffers.append({0: bytes_of(np.ascontiguousarray(laid, np.dtype("<f2")).tobytes())})
            narrow = self._tensor(laid.shape, FLOAT16, len(self.buffers) - 1)
            self.known[id(values)] = (self._operator(DEQUANTIZE, {}, [narrow], laid.shape), values)
        return self.known[id(values)][0]

    def _operator(self, code, options, inputs, shape):
        if code not in self.codes:
            self.codes.append(code)
        output = self._tensor(shape)
        fields = {0: integer(self.codes.index(code)), 1: integers(inputs), 2: integers([output])}
        if code in OPTIONS:
            fields |= {3: byte(OPTIONS[code]), 4: table(options)}
        self.operators.append(fields)
        return output


# A field's value: its bytes in the table, or None and a function that writes what the field points to and returns where.


def byte(value):
    return (struct.pack("<b", value), None)


def integer(value):
    return (struct.pack("<i", value), None)


def integers(values):
    return (None, lambda out: vector(out, len(values), struct.pack(f"<{len(values)}i", *values)))


def bytes_of(content):
    return (None, lambda out: vector(out, len(content), content, 16))


def table(fields):
    return (None, lambda out: write_table(out, fields))


def tables(all_fields):
    def write(out):
        start = vector(out, len(all_fields), bytes(4 * len(all_fields)))
        for index, fields in enumerate(all_fields):
            point(out, start + 4 + 4 * index, write_table(out, fields))
        return start

    return (None, write)


def file(root):
    out = bytearray(b"\0\0\0\0TFL3")
    struct.pack_into("<I", out, 0, write_table(out, root))
    return bytes(out)


def vector(out, length, content, alignment=4):
    out += bytes(-(len(out) + 4) % alignment)
    start = len(out)
    out += struct.pack("<I", length) + content
    return start


def write_table(out, fields):
    """Writes a table behind its vtable, then what it points to; returns where the table is."""
    places, size = {}, 4
    for field in sorted(fields, key=lambda field: fields[field][0] is not None and len(fields[field][0]) == 1):
        places[field] = size
        size += len(fields[field][0] or bytes(4))
    count = max(fields, default=-1) + 1
    vtable = struct.pack(f"<{count + 2}H", 4 + 2 * count, size, *(places.get(field, 0) for field in range(count)))
    out += bytes(-(len(out) + len(vtable)) % 4)
    out += vtable
    start = len(out)
    out += struct.pack("<i", len(vtable)) + bytes(size - 4)
    for field, (content, _) in fields.items():
        if content is not None:
            out[start + places[field] : start + places[field] + len(content)] = content
    for field, (content, write) in fields.items():
        if content is None:
            point(out, start + places[field], write(out))
    return start


def point(out, place, target):
    struct.pack_into("<I", out, place, target - place)
