/** What the frame of all pages does where scripts run: times in the reader's zone, search, range, refresh, keys. */
import { element } from "./dom.js";
import { startSearch } from "./find.js";
import { startKeys } from "./keys.js";
import { rememberName } from "./names.js";
import { fillZones, onRange } from "./range.js";
import { refreshEvery } from "./refresh.js";
import { tellTimes } from "./times.js";

tellTimes();
onRange();
fillZones();
startSearch(document.getElementById("find"));
refreshEvery(document.getElementById("refresh"));
startKeys();
rememberName();
countIncidents();
closeMenus();

/** The bar's menus close by Escape and by a click beside them. */
function closeMenus() {
  const menus = document.querySelectorAll(".masthead details");
  addEventListener("click", ({ target }) => {
    for (const menu of menus) if (!menu.contains(target)) menu.open = false;
  });
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") for (const menu of menus) menu.open = false;
  });
}

/** How many incidents need somebody, beside the word in the rail. */
async function countIncidents() {
  const link = document.querySelector('.rail [data-place="incidents"]');
  if (!link) return;
  const response = await fetch("/api/attention", { headers: { accept: "application/json" } }).catch(
    () => undefined,
  );
  if (!response?.ok) return;
  const { open } = await response.json();
  if (open > 0)
    link.append(element("span", { class: "count", title: `${open} need somebody` }, String(open)));
}
