/** How marks on a photo look, wherever they are drawn: in an `svg` within `.preview`. */

export const MARK_STYLES = `
  .halo, .mark { fill: none; stroke-linejoin: round; stroke-linecap: round; vector-effect: non-scaling-stroke; }
  .halo { stroke: #ffffff; stroke-width: 5px; }
  .mark { stroke: #b3261e; stroke-width: 2.5px; }
  .mark.warn, .mark.advise { stroke: #8a5a00; }
  .mark.doubtful { stroke: #24569b; }
  .heat { fill: #ffffff; fill-opacity: 0.35; }
  .preview rect.wanted { fill: #1f9d6b; fill-opacity: 0.45; stroke: #ffffff; stroke-width: 1px; vector-effect: non-scaling-stroke; }
  .preview text { font-family: system-ui, sans-serif; font-weight: 700; }
  .preview text.wanted { fill: #0f5a3c; stroke: #ffffff; stroke-width: 4px; paint-order: stroke; stroke-linejoin: round; vector-effect: non-scaling-stroke; }
  .badge circle { fill: #b3261e; stroke: #ffffff; stroke-width: 2px; vector-effect: non-scaling-stroke; }
  .badge:is(.warn, .advise) circle { fill: #8a5a00; }
  .badge.doubtful circle { fill: #24569b; }
  .badge text { fill: #ffffff; }
`;
