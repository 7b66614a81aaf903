/** Times in the zone that the reader chose, else the browser's. */

/** An IANA name. */
export const zone =
  globalThis.document?.documentElement?.dataset?.zone || Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Of `zone` at a time: "GMT+2" and its like. */
export function zoneName(ms) {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" }).formatToParts(ms);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

const PARTS = new Intl.DateTimeFormat("en-GB", {
  timeZone: zone,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** What clocks in the zone show: year, month, day, hour, minute, second as text of two (four) digits. */
export function partsOf(ms) {
  return Object.fromEntries(PARTS.formatToParts(ms).map(({ type, value }) => [type, value]));
}

/** `2025-05-19 10:41:05`, without seconds where they are 0 and not asked for. */
export function timeText(ms, seconds = true) {
  const { year, month, day, hour, minute, second } = partsOf(ms);
  return `${year}-${month}-${day} ${hour}:${minute}${seconds ? `:${second}` : ""}`;
}

/** What the server wrote in UTC, below an element, in the reader's zone. */
export function tellTimes(root = document) {
  for (const element of root.querySelectorAll("time[datetime]")) {
    const ms = Date.parse(element.dateTime);
    if (Number.isNaN(ms)) continue;
    const said = `${timeText(ms, false)} ${zoneName(ms)}`;
    // "4 minutes ago" stays, and says the time when asked.
    if (element.title) element.title = said;
    else if ("seconds" in element.dataset) element.textContent = timeText(ms);
    else if (/UTC$/.test(element.textContent)) element.textContent = timeText(ms, false);
  }
}
