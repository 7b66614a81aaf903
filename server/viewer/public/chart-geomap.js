/** ECharts options of a geomap panel: events by country. */

import { base, faint, surface, text } from "./chart-base.js";
import { isDark } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number } from "./format.js";

export function geomap(_panel, { frames: [frame] }) {
  const countries = frame.fields.find(({ name }) => name === "country").values;
  const events = frame.fields.find(({ name }) => name === "events").values;
  const elsewhere = countries.map((name, i) => [name, events[i]]).filter(([name]) => name.length !== 2);
  const data = countries
    .map((name, i) => ({ name, value: events[i] }))
    .filter(({ name }) => name.length === 2);
  const names = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
  const titled = (code) => (/^[A-Z]{2}$/.test(code) ? names.of(code) : code);
  return {
    ...base(),
    title: {
      text: elsewhere.map(([name, count]) => `${name}: ${number(count, "short")}`).join(" · "),
      textStyle: { fontSize: 12, fontWeight: "normal", color: text() },
      left: 4,
      bottom: 0,
    },
    tooltip: {
      ...base().tooltip,
      formatter: ({ name, value }) => `${escapeHtml(titled(name))}: ${number(value || 0, "short")}`,
    },
    visualMap: {
      min: 0,
      max: Math.max(1, ...data.map(({ value }) => value)),
      text: [number(Math.max(1, ...data.map(({ value }) => value)), "short"), "0"],
      right: 4,
      bottom: 0,
      itemHeight: 60,
      textStyle: { color: text() },
      inRange: { color: isDark() ? ["#5c2b2b", "#ff5b5b"] : ["#fbd3cf", "#b3001b"] },
    },
    series: [
      {
        type: "map",
        map: "world",
        roam: false,
        top: 4,
        bottom: 16,
        data,
        itemStyle: { areaColor: faint(), borderColor: surface() },
        emphasis: { label: { show: false } },
        select: { disabled: true },
      },
    ],
  };
}
