/** Zooming in by drawing over a range of a time series. */

const MIN_ZOOM_MS = 10_000;

/** Action that turns the brush on; not for touch, which scrolls the page. */
export const BRUSH_ON = {
  type: "takeGlobalCursor",
  key: "brush",
  brushOption: matchMedia("(pointer: fine)").matches && { brushType: "lineX", brushMode: "single" },
};

/** Calls `zoom` with the range that the pointer drew over, milliseconds since the epoch. */
export function onBrush(chart, zoom) {
  chart.on("brushEnd", ({ areas: [area] }) => {
    chart.dispatchAction({ type: "brush", areas: [] });
    if (!area) return;
    const [from, to] = area.coordRange.map(Math.round);
    if (to - from >= MIN_ZOOM_MS) zoom(from, to);
  });
}
