/** A page that shows itself anew every few seconds, with the old picture until the new one is there. */
import { tellTimes } from "./times.js";

/** Heard by pages that load their data themselves: they call `preventDefault`. Its detail: milliseconds, 0 for never. */
export const REFRESH_EVENT = "smartlog-refresh";

const MS = { "": 0, "5s": 5_000, "30s": 30_000, "1m": 60_000, "5m": 300_000 };

let timer;

/** Heard by the same pages: once, at once. */
export const NOW_EVENT = "smartlog-refresh-now";

export function refreshEvery(control) {
  if (!control) return;
  control.hidden = false;
  const select = control.querySelector("select");
  control.querySelector("button").addEventListener("click", () => {
    if (dispatchEvent(new CustomEvent(NOW_EVENT, { cancelable: true }))) showAnew();
  });
  const given = new URLSearchParams(location.search).get("refresh") ?? "";
  select.value = given in MS ? given : "";
  const start = () => {
    const ms = MS[select.value];
    clearInterval(timer);
    if (dispatchEvent(new CustomEvent(REFRESH_EVENT, { cancelable: true, detail: ms })) && ms > 0)
      timer = setInterval(showAnew, ms);
  };
  select.addEventListener("change", () => {
    const parameters = new URLSearchParams(location.search);
    if (select.value) parameters.set("refresh", select.value);
    else parameters.delete("refresh");
    history.replaceState(history.state, "", `${location.pathname}?${parameters}`);
    start();
  });
  start();
}

/** Not while somebody writes into it, or it isn't seen; where the server is away the old picture stays. */
async function showAnew() {
  const page = document.querySelector(".page");
  if (document.hidden || page.querySelector("input:focus, textarea:focus, select:focus, details[open]"))
    return;
  page.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!response.ok || response.redirected) return;
    const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".page");
    const focused = document.activeElement?.id;
    page.replaceChildren(...next.childNodes);
    tellTimes(page);
    if (focused) document.getElementById(focused)?.focus();
    dispatchEvent(new CustomEvent("smartlog-shown"));
  } catch {
    // The next round tries again.
  } finally {
    page.removeAttribute("aria-busy");
  }
}
