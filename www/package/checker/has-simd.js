/** Whether this browser takes the build with SIMD. */

/** The smallest module with a SIMD instruction: a function that splats a constant and drops it. */
const SIMD_PROBE = Uint8Array.of(
  0,
  97,
  115,
  109,
  1,
  0,
  0,
  0,
  1,
  4,
  1,
  96,
  0,
  0,
  3,
  2,
  1,
  0,
  10,
  9,
  1,
  7,
  0,
  65,
  0,
  253,
  15,
  26,
  11,
);

export const hasSimd = () => WebAssembly.validate(SIMD_PROBE);
