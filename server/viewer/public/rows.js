/** Rows of events: opened in place, labelled without leaving the page. */
import { element } from "./dom.js";
import { rememberName } from "./names.js";
import { tellTimes } from "./times.js";

export function openRows(list) {
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li.row");
    if (!row || event.target.closest(".row-more")) return;
    const link = event.target.closest("a");
    if ((link && !link.classList.contains("row-time")) || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    if (String(getSelection()).length > 0) return;
    event.preventDefault();
    toggle(row);
  });
  list.addEventListener("submit", label);
  list.addEventListener("click", ({ target }) => {
    const { copyText } = target.closest("[data-copy-text]")?.dataset ?? {};
    if (copyText === undefined) return;
    navigator.clipboard?.writeText(copyText);
    target.textContent = "copied";
  });
}

async function toggle(row) {
  const open = row.querySelector(".row-more");
  if (open) {
    open.remove();
    row.removeAttribute("aria-expanded");
    return;
  }
  const more = element("div", { class: "row-more", "aria-busy": "true" }, "…");
  row.append(more);
  const path = new URL(row.dataset.path, location.href);
  const parameters = new URLSearchParams(path.search);
  parameters.set("explore", location.pathname === "/explore" ? location.search.slice(1) : "");
  const response = await fetch(`${path.pathname}/part?${parameters}`).catch(() => undefined);
  if (response?.ok) more.innerHTML = await response.text();
  else more.textContent = "The event could not be read; it may be older than what is kept.";
  more.removeAttribute("aria-busy");
  tellTimes(more);
  rememberName(more);
}

async function label(event) {
  const form = event.target.closest(".label-form");
  if (!form) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  const response = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(
    () => undefined,
  );
  const isSaved = response?.type === "opaqueredirect" || response?.ok;
  const said = element(
    "p",
    { role: "status", class: "note" },
    isSaved ? `Saved as ${event.submitter.value}. ` : "It could not be saved.",
  );
  if (isSaved)
    said.append(
      element(
        "a",
        { href: `${form.action.replace("/feedback", "")}?at=${body.get("at")}&saved` },
        "Let it act at once",
      ),
    );
  form.replaceWith(said);
}
