import { timeText } from "./times.js";

/** Numbers and times by the units that Grafana's field options name. */

export function number(value, unit = "none", decimals = undefined) {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  switch (unit) {
    case "percentunit":
      return `${fixed(value * 100, decimals ?? (value < 0.1 ? 1 : 0), decimals)} %`;
    case "bytes":
      return scaled(value, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]);
    case "s":
      return duration(value * 1000);
    case "ms":
      return duration(value);
    case "reqps":
      return `${short(value, decimals)} req/s`;
    case "short":
      return short(value, decimals);
    default:
      return fixed(value, decimals ?? (Number.isInteger(value) ? 0 : 2), decimals);
  }
}

/** At most so many decimals, and at least so many: a column that asks for two has two everywhere. */
function fixed(value, most, least = 0) {
  return Number(value).toLocaleString("en-US", { maximumFractionDigits: most, minimumFractionDigits: least });
}

function short(value, decimals) {
  if (Math.abs(value) < 1000) return fixed(value, decimals ?? (Math.abs(value) < 10 ? 2 : 1));
  return scaled(value, 1000, ["", "K", "M", "G", "T"]);
}

function scaled(value, base, units) {
  let scale = 0;
  let left = Number(value);
  while (Math.abs(left) >= base && scale < units.length - 1) {
    left /= base;
    scale++;
  }
  return `${fixed(left, left < 10 && scale > 0 ? 2 : 1)} ${units[scale]}`.trim();
}

function duration(ms) {
  if (ms < 1000) return `${fixed(ms, ms < 10 ? 1 : 0)} ms`;
  if (ms < 60_000) return `${fixed(ms / 1000, 1)} s`;
  if (ms < 3_600_000) return `${fixed(ms / 60_000, 1)} min`;
  if (ms < 86_400_000) return `${fixed(ms / 3_600_000, 1)} h`;
  return `${fixed(ms / 86_400_000, 1)} d`;
}

/** In the reader's zone. */
export function time(ms) {
  return timeText(ms);
}
