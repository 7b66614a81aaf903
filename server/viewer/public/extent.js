/** The note above a page whose range has no events: where there are some. */
import { element } from "./dom.js";
import { number } from "./format.js";
import { timeText } from "./times.js";

/** @param extent as `/api/extent` answers */
export function tellExtent({ events, from, to, inRange }) {
  const isElsewhere = events > 0 && !inRange;
  let note = document.getElementById("elsewhere");
  if (!isElsewhere) {
    // What the server has written of the data's own range stays until another is chosen.
    if (note && new URLSearchParams(location.search).has("from")) note.remove();
    return;
  }
  if (!note) {
    note = element("p", { id: "elsewhere", class: "elsewhere", role: "status" });
    document.querySelector(".page").prepend(note);
  }
  const all = new URLSearchParams(location.search);
  all.set("from", String(from));
  all.set("to", String(to));
  note.replaceChildren(
    "No events in this time. ",
    element("a", { href: `?${all}` }, `Show the ${number(events)} events`),
    ` from ${timeText(from, false)} to ${timeText(to, false)}.`,
  );
}
