/** ECharts options of a geomap panel: events by country. */

import { base } from "./chart-base.js";
import { line, surface, text, variable } from "./colours.js";
import { escapeHtml } from "./dom.js";
import { number } from "./format.js";

export function geomap(_panel, { frames: [frame] }) {
  const countries = frame.fields.find(({ name }) => name === "country").values;
  const events = frame.fields.find(({ name }) => name === "events").values;
  const elsewhere = countries.map((name, i) => [name, events[i]]).filter(([name]) => name.length !== 2);
  const data = countries
    .map((name, i) => ({ name, events: events[i], value: Math.log(events[i] + 1) }))
    .filter(({ name }) => name.length === 2);
  const most = Math.max(1, ...data.map((country) => country.events));
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
      formatter: ({ name, data: country }) =>
        `${escapeHtml(titled(name))}: ${number(country?.events ?? 0, "short")}`,
    },
    visualMap: {
      // Colours by the logarithm: most events are of few countries.
      min: 0,
      max: Math.log(most + 1),
      text: [number(most, "short"), "1"],
      right: 4,
      bottom: 0,
      itemHeight: 60,
      textStyle: { color: text() },
      inRange: { color: [variable("--heat-low", "#ffe9d1"), variable("--heat-high", "#a84300")] },
    },
    series: [
      {
        type: "map",
        map: "world",
        roam: false,
        showLegendSymbol: false,
        top: 4,
        bottom: 16,
        data,
        itemStyle: { areaColor: line(), borderColor: surface() },
        emphasis: { label: { show: false } },
        select: { disabled: true },
      },
    ],
  };
}
