/work/wt/inference/inference/target/debug/deps/inference-246c305dd86446d8.d: src/lib.rs src/constants.rs src/epilogue.rs src/error.rs src/exp.rs src/flatbuffer.rs src/fuse.rs src/graph.rs src/model.rs src/ops/mod.rs src/ops/binary.rs src/ops/concatenation.rs src/ops/conv.rs src/ops/depthwise.rs src/ops/geometry.rs src/ops/pad.rs src/ops/pool.rs src/ops/prelu.rs src/ops/reduce.rs src/ops/resize.rs src/ops/ring.rs src/ops/slice.rs src/ops/strided.rs src/ops/transpose.rs src/ops/transpose_conv.rs src/ops/unary.rs src/panels.rs src/plan.rs src/session.rs src/simd/mod.rs src/simd/avx2.rs src/simd/portable.rs src/spec.rs src/tflite.rs

/work/wt/inference/inference/target/debug/deps/libinference-246c305dd86446d8.rmeta: src/lib.rs src/constants.rs src/epilogue.rs src/error.rs src/exp.rs src/flatbuffer.rs src/fuse.rs src/graph.rs src/model.rs src/ops/mod.rs src/ops/binary.rs src/ops/concatenation.rs src/ops/conv.rs src/ops/depthwise.rs src/ops/geometry.rs src/ops/pad.rs src/ops/pool.rs src/ops/prelu.rs src/ops/reduce.rs src/ops/resize.rs src/ops/ring.rs src/ops/slice.rs src/ops/strided.rs src/ops/transpose.rs src/ops/transpose_conv.rs src/ops/unary.rs src/panels.rs src/plan.rs src/session.rs src/simd/mod.rs src/simd/avx2.rs src/simd/portable.rs src/spec.rs src/tflite.rs

src/lib.rs:
src/constants.rs:
src/epilogue.rs:
src/error.rs:
src/exp.rs:
src/flatbuffer.rs:
src/fuse.rs:
src/graph.rs:
src/model.rs:
src/ops/mod.rs:
src/ops/binary.rs:
src/ops/concatenation.rs:
src/ops/conv.rs:
src/ops/depthwise.rs:
src/ops/geometry.rs:
src/ops/pad.rs:
src/ops/pool.rs:
src/ops/prelu.rs:
src/ops/reduce.rs:
src/ops/resize.rs:
src/ops/ring.rs:
src/ops/slice.rs:
src/ops/strided.rs:
src/ops/transpose.rs:
src/ops/transpose_conv.rs:
src/ops/unary.rs:
src/panels.rs:
src/plan.rs:
src/session.rs:
src/simd/mod.rs:
src/simd/avx2.rs:
src/simd/portable.rs:
src/spec.rs:
src/tflite.rs:
