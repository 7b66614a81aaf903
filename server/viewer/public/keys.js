/** Keys: `/` to search, `?` for what there is; `j` and `k` go through a page's rows, letters press what has `data-key`. */
import { element } from "./dom.js";

const WRITTEN_IN = "input, textarea, select, [contenteditable]";
const COMMON = [
  ["/", "search"],
  ["j, k", "next, previous row"],
  ["o", "open the row"],
  ["g h, g i, g e, g l", "Home, Incidents, Explore, Live"],
  ["?", "these keys"],
];
const GO = { h: "home", i: "incidents", e: "explore", l: "live" };

let isGoing = false;

export function startKeys() {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches?.(WRITTEN_IN)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (press(event.key)) event.preventDefault();
  });
}

/** @returns whether the key means something here */
function press(key) {
  if (isGoing) {
    isGoing = false;
    const place = document.querySelector(`.rail [data-place="${GO[key] ?? ""}"]`);
    if (place) location.assign(place.href);
    return Boolean(place);
  }
  if (key === "g") {
    isGoing = true;
    return true;
  }
  if (key === "/") {
    document.getElementById("find")?.focus();
    return true;
  }
  if (key === "?") {
    showKeys();
    return true;
  }
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  const row = document.activeElement?.closest?.("[data-row]");
  const button =
    (row ?? document).querySelector(`[data-key="${CSS.escape(key)}"]`) ??
    document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  button?.click();
  return Boolean(button);
}

/** Focuses the row after, or before, the one that has the focus. */
function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (rows.length === 0) return false;
  const now = rows.indexOf(document.activeElement?.closest?.("[data-row]"));
  const next = rows[now < 0 ? 0 : Math.min(Math.max(now + by, 0), rows.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}

function showKeys() {
  const own = [...document.querySelectorAll("[data-key][data-key-text]")];
  const rows = [...COMMON, ...new Map(own.map(({ dataset }) => [dataset.key, dataset.keyText]))];
  const dialog = element(
    "dialog",
    { class: "keys", "aria-label": "Keys" },
    element("h2", {}, "Keys"),
    element(
      "dl",
      {},
      ...rows.flatMap(([key, text]) => [element("dt", {}, element("kbd", {}, key)), element("dd", {}, text)]),
    ),
    element("form", { method: "dialog" }, element("button", {}, "Close")),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
