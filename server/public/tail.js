/** The page of events as they come. */
import { element, number, time } from "./format.js";

const MOST_SHOWN = 500;

const list = document.getElementById("events");
const stateText = document.getElementById("state");
const onlySuspicious = document.getElementById("suspicious");

const source = new EventSource("/api/tail");
source.onopen = () => {
  stateText.textContent = "live";
};
source.onerror = () => {
  stateText.textContent = "connection lost; trying again";
};
source.onmessage = ({ data }) => {
  const event = JSON.parse(data);
  if (onlySuspicious.checked && event.label === "normal") return;
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
  while (list.children.length > MOST_SHOWN) list.lastElementChild.remove();
};
