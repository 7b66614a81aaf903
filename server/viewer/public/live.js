/** The page of live events: rows as the server makes them, newest on top, held while somebody reads. */
import { complete } from "./complete.js";
import { element } from "./dom.js";
import { openRows } from "./rows.js";
import { tellTimes } from "./times.js";

const MOST_SHOWN = 500;
const MOST_WAITING = 1_000;
const MOST_KNOWN = 5_000;
/** A line that is one of so many above it again only counts there. */
const NEAR = 10;
const QUIET_MS = 10_000;
/** A stream may come so much later without a word about it. */
const LATE_MS = 5_000;
const CONTROL = "a, button, summary, input, textarea, select";
/** What differs in lines that are else the same: when, and by which process. */
const WHEN =
  /\d{4}-\d\d-\d\d[T ][\d:.,]+(Z|[+-][\d:]+)?|\d\d\/\w{3}\/\d{4}:[\d:]+( [+-]\d{4})?|\b\w{3} [ \d]\d [\d:]{8}|\[\d+\]/g;

const list = document.getElementById("rows");
const pause = document.getElementById("pause");
const state = document.getElementById("state");
const paceText = document.getElementById("pace");

const known = new Set();
let waiting = [];
let leftOut = 0;
let isPaused = false;
let isPointedAt = false;
let pace;
let lastAt = 0;

complete(document.getElementById("q"));
if (list) start();

function start() {
  openRows(list);
  const rows = [...list.children].reverse();
  list.replaceChildren();
  for (const row of rows) {
    known.add(row.dataset.path.split(/[/?]/)[2]);
    place(row);
  }
  listen(new EventSource(list.dataset.stream));
  pause.hidden = false;
  pause.addEventListener("click", () => {
    if (isPaused || waiting.length > 0) goOn();
    else isPaused = true;
    tell();
  });
  addEventListener("keydown", (event) => {
    if (event.key !== " " || event.target.closest?.(CONTROL)) return;
    event.preventDefault();
    if (isPaused) goOn();
    else isPaused = true;
    tell();
  });
  // A finger that scrolls doesn't stay over anything.
  list.addEventListener("pointerenter", ({ pointerType }) => {
    isPointedAt = pointerType === "mouse";
  });
  list.addEventListener("pointerleave", () => {
    isPointedAt = false;
    show();
  });
  addEventListener("scroll", () => show(), { passive: true });
  setInterval(() => show(), 1_000);
  tell();
}

function goOn() {
  isPaused = false;
  scrollTo(0, 0);
  show(true);
}

function listen(source) {
  source.onopen = () => say("");
  source.onerror = () =>
    say(
      source.readyState === EventSource.CLOSED
        ? "The server refuses; load the page again later."
        : "The connection is lost; trying again.",
    );
  source.addEventListener("away", ({ data }) => say(`Trying again: ${data}.`));
  source.addEventListener("back", () => say(""));
  source.addEventListener("dropped", ({ data }) => say(`Some are left out: ${data}.`));
  source.addEventListener("pace", ({ data }) => {
    pace = JSON.parse(data);
    show();
  });
  source.onmessage = ({ data }) => {
    const { id, row } = JSON.parse(data);
    if (known.has(id)) return;
    known.add(id);
    if (known.size > MOST_KNOWN) for (const each of [...known].slice(0, MOST_KNOWN / 2)) known.delete(each);
    waiting.push(row);
    if (waiting.length > MOST_WAITING) {
      waiting.shift();
      leftOut++;
    }
  };
}

/** Whether the reader looks at something that would move. */
function isAway() {
  return (
    isPointedAt || scrollY > 100 || list.contains(document.activeElement) || list.querySelector(".row-more")
  );
}

/** @param isWanted though something would move */
function show(isWanted = false) {
  if (isWanted || !(isPaused || isAway() || document.hidden)) {
    for (const row of waiting) {
      const template = document.createElement("template");
      template.innerHTML = row;
      tellTimes(template.content);
      place(template.content.firstElementChild);
    }
    if (leftOut > 0) say(`${leftOut} lines that waited longest are left out.`);
    waiting = [];
    leftOut = 0;
    while (list.children.length > MOST_SHOWN) list.lastElementChild.remove();
  }
  tell();
}

/** Puts a row where its time has it, once for lines that are the same. */
function place(row) {
  const like = [".row-from", ".row-line"].map((part) => row.querySelector(part).textContent);
  const key = [row.querySelector(".label").className, ...like].join(" ").replace(WHEN, "");
  const at = timeOf(row);
  const rows = [...list.children].filter((each) => each !== row);
  const same = rows.slice(0, NEAR).find(({ dataset }) => dataset.key === key);
  const times = 1 + Number(same?.dataset.times ?? 0);
  Object.assign(row.dataset, { key, times });
  if (times > 1)
    row
      .querySelector(".row-from")
      .prepend(element("span", { class: "row-times", title: `${times} alike` }, `×${times}`), " ");
  same?.remove();
  list.insertBefore(row, rows.find((each) => each !== same && timeOf(each) <= at) ?? null);
  lastAt = Math.max(lastAt, at);
}

function timeOf(row) {
  return Date.parse(row.querySelector("time").dateTime);
}

function say(text) {
  if (state.textContent !== text) state.textContent = text;
}

function tell() {
  const count = waiting.length + leftOut;
  pause.setAttribute("aria-pressed", String(isPaused));
  pause.querySelector("use").setAttribute("href", `/public/icons.svg#${isPaused ? "play" : "pause"}`);
  const verb = isPaused ? "Go on" : count > 0 ? "Show" : "Pause";
  pause.querySelector("span").textContent = count > 0 ? `${verb}: ${count} wait` : verb;
  const quietMs = Date.now() - lastAt;
  paceText.textContent =
    lastAt === 0
      ? "waiting for lines; none was found yet"
      : quietMs > QUIET_MS && count === 0
        ? `waiting for lines; the last came ${ago(quietMs)} ago`
        : [
            `${pace?.rate ?? 0} lines/s`,
            pace?.lag > LATE_MS ? `${ago(pace.lag)} behind` : "",
            pace?.skipped ? "more come than are looked at: some are left out" : "",
          ]
            .filter(Boolean)
            .join(", ");
}

function ago(ms) {
  const [amount, unit] =
    ms < 60_000
      ? [ms / 1_000, "s"]
      : ms < 3_600_000
        ? [ms / 60_000, "min"]
        : ms < 172_800_000
          ? [ms / 3_600_000, "h"]
          : [ms / 86_400_000, "days"];
  return `${Math.round(amount)} ${unit}`;
}
