/** The page that searches: counts beside the rows, more rows at the end, completion of the query. */
import { complete } from "./complete.js";
import { loadParts } from "./load.js";
import { openRows } from "./rows.js";
import { tellTimes } from "./times.js";

start();
addEventListener("smartlog-shown", start);

function start() {
  loadParts();
  const list = document.getElementById("rows");
  if (list) openRows(list);
  complete(document.getElementById("q"));
  wrap(document.getElementById("wrap"), list);
  goOn();
}

/** Reads on where the reader comes to the end of what is there; not by itself where the search has to go on through nothing. */
function goOn() {
  const link = document.getElementById("next");
  if (!link) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    append(link);
  });
  new IntersectionObserver((entries, observer) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting) || !document.getElementById("rows")) return;
    observer.disconnect();
    append(link);
  }).observe(link);
}

async function append(link) {
  const more = document.getElementById("more");
  if (more.getAttribute("aria-busy")) return;
  more.setAttribute("aria-busy", "true");
  const response = await fetch(link.href, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (!response?.ok) {
    more.removeAttribute("aria-busy");
    more.append(" It could not be read; try again.");
    return;
  }
  const next = new DOMParser().parseFromString(await response.text(), "text/html");
  tellTimes(next);
  const rows = next.getElementById("rows");
  const here = document.getElementById("rows");
  if (rows && here) here.append(...rows.children);
  else if (rows) {
    more.before(rows);
    openRows(rows);
  }
  more.replaceWith(next.getElementById("more"));
  goOn();
}

const WRAP = "smartlog-wrap";

function wrap(button, list) {
  if (!button || !list) return;
  button.hidden = false;
  const show = (isOn) => {
    list.classList.toggle("whole", isOn);
    button.setAttribute("aria-pressed", String(isOn));
  };
  show(localStorage.getItem(WRAP) === "on");
  button.addEventListener("click", () => {
    const isOn = button.getAttribute("aria-pressed") !== "true";
    localStorage.setItem(WRAP, isOn ? "on" : "off");
    show(isOn);
  });
}
