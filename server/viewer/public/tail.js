/** The page of live events. */
import { element } from "./dom.js";
import { number, time } from "./format.js";

const MAX_SHOWN = 500;

const list = document.getElementById("events");
const stateText = document.getElementById("state");
const onlySuspicious = document.getElementById("suspicious");

/** Number of events that the list leaves out: ordinary ones, and muted ones. */
let hidden = 0;

const sayLive = () => {
  stateText.textContent = hidden === 0 ? "live" : `live; ordinary and muted events not shown: ${hidden}`;
};

const source = new EventSource("/v1/live");
source.onopen = sayLive;
source.onerror = () => {
  const isOver = source.readyState === EventSource.CLOSED;
  stateText.textContent = isOver
    ? "the server refuses; load the page again later"
    : "connection lost; trying again";
};
source.addEventListener("away", ({ data }) => {
  stateText.textContent = `${data}; trying again`;
});
source.addEventListener("back", sayLive);
source.onmessage = ({ data }) => {
  const event = JSON.parse(data);
  if (onlySuspicious.checked && (event.label === "normal" || event.muted)) {
    hidden++;
    return sayLive();
  }
  const at = Date.parse(event.time);
  list.prepend(
    element(
      "li",
      {},
      element("a", { href: `/events/${event.id}?at=${at}` }, time(at)),
      " ",
      element("span", { class: `label ${event.label}` }, event.label),
      ` ${number(event.score)} ${(event.why ?? []).join(", ")} `,
      element("code", {}, event.line ?? ""),
    ),
  );
  while (list.children.length > MAX_SHOWN) list.lastElementChild.remove();
};
