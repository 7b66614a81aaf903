/** The page that searches: counts beside the rows, more rows at the end, completion of the query. */
import { complete } from "./complete.js";
import { loadParts } from "./load.js";
import { NOW_EVENT, REFRESH_EVENT } from "./refresh.js";
import { openRows } from "./rows.js";
import { tellTimes } from "./times.js";

const WRAP = "smartlog-wrap";

start();
let timer;
addEventListener(NOW_EVENT, (event) => {
  event.preventDefault();
  showNew();
});
addEventListener(REFRESH_EVENT, (event) => {
  event.preventDefault();
  clearInterval(timer);
  if (event.detail > 0) timer = setInterval(() => document.hidden || showNew(), event.detail);
});

function start() {
  loadParts();
  const list = document.getElementById("rows");
  if (list) openRows(list);
  complete(document.getElementById("q"));
  wrap(document.getElementById("wrap"), list);
  goOn();
}

/** What came since, above what is there: the reader keeps the place, and what is open stays so. */
async function showNew() {
  loadParts();
  const list = document.getElementById("rows");
  const parameters = new URLSearchParams(location.search);
  if (parameters.has("cursor") || parameters.has("order")) return;
  const response = await fetch(location.href, { headers: { accept: "text/html" } }).catch(() => undefined);
  if (!response?.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("rows");
  if (!next) return;
  tellTimes(next);
  if (!list) {
    document.getElementById("more").before(next);
    openRows(next);
    return;
  }
  const known = new Set([...list.children].map(({ dataset }) => dataset.path));
  const fresh = [...next.children].filter(({ dataset }) => !known.has(dataset.path));
  const before = list.offsetHeight;
  list.prepend(...fresh);
  if (scrollY > list.offsetTop) scrollBy(0, list.offsetHeight - before);
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
