/** The control of the time range, which the server has written: it keeps what the address has become meanwhile. */
import { timeText, zone, zoneName } from "./times.js";

/** Heard by pages that show another range without loading again: they call `preventDefault`. */
export const RANGE_EVENT = "smartlog-range";

export function onRange() {
  const control = document.querySelector(".range:not(.who)");
  if (!control) return;
  const name = document.getElementById("zone-text");
  name.textContent = zoneName(Date.now());
  name.title = zone;
  for (const link of control.querySelectorAll("a[data-range]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const { searchParams } = new URL(link.href);
      go(searchParams.get("from"), searchParams.get("to"));
    });
  control.querySelector("[data-range-form]").addEventListener("submit", (event) => {
    event.preventDefault();
    const { from, to } = event.target.elements;
    go(written(from.value), written(to.value));
  });
  for (const input of control.querySelectorAll("[data-range-form] input:not([type=hidden])"))
    if (/^\d{10,}$/.test(input.value)) input.value = timeText(Number(input.value));
  for (const form of document.querySelectorAll('form[action="/settings/look"]'))
    form.addEventListener("submit", () => {
      let to = form.elements.to;
      if (!to) {
        to = document.createElement("input");
        Object.assign(to, { type: "hidden", name: "to" });
        form.append(to);
      }
      to.value = location.pathname + location.search;
    });
}

/** Shows a range that a page has gone to by itself. */
export function tellRange(fromMs, toMs) {
  const text = document.getElementById("range-text");
  if (text) text.textContent = `${timeText(fromMs, false)} – ${timeText(toMs, false)}`;
  const wider = document.querySelector('a[data-range="wider"]');
  if (!wider) return;
  const half = (toMs - fromMs) / 2;
  const end = Math.min(Math.round(toMs + half), Math.max(Date.now(), toMs));
  wider.href = `?${new URLSearchParams({ from: String(Math.round(end - 4 * half)), to: String(end) })}`;
}

function go(from, to) {
  document.querySelector(".range:not(.who)").open = false;
  const isHeard = !dispatchEvent(new CustomEvent(RANGE_EVENT, { cancelable: true, detail: { from, to } }));
  if (isHeard) return;
  const parameters = new URLSearchParams(location.search);
  parameters.set("from", from);
  parameters.set("to", to);
  parameters.delete("cursor");
  location.assign(`?${parameters}`);
}

/** A time as somebody writes it, in their zone, as addresses have it. */
export function written(text) {
  const value = text.trim();
  if (/^(now|-?\d+$)/.test(value)) return value;
  if (/(Z|[+-]\d\d:?\d\d)$/.test(value)) return value.replace(" ", "T");
  const match = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?)?$/.exec(value);
  if (!match) return value;
  const asUtc = Date.parse(`${match[1]}T${match[2] ?? "00:00"}${match[3] ?? ":00"}Z`);
  if (Number.isNaN(asUtc)) return value;
  // What a clock in the zone shows at that moment is off by the zone's distance; twice, since that may change between.
  let at = asUtc;
  for (let i = 0; i < 2; i++) at = asUtc - (Date.parse(`${timeText(at).replace(" ", "T")}Z`) - at);
  return String(at);
}

export function fillZones() {
  const list = document.getElementById("zones");
  list?.previousElementSibling?.querySelector("input")?.addEventListener(
    "focus",
    () => {
      for (const each of ["UTC", ...Intl.supportedValuesOf("timeZone")]) {
        const option = document.createElement("option");
        option.value = each;
        list.append(option);
      }
    },
    { once: true },
  );
}
