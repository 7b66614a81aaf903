/** What pages of incidents can do where scripts run: choose all that are shown at once, or the one with the focus; copy a link. */
const head = document.getElementById("choose");
const boxes = [...document.querySelectorAll('td input[type="checkbox"]')];
if (head && boxes.length > 1) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", "Choose all that are shown");
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  head.replaceChildren(all);
}

// A letter means the row that has the focus, beside those that are ticked.
for (const row of document.querySelectorAll("tr[data-row]"))
  row.addEventListener("keydown", ({ key }) => {
    const box = row.querySelector('input[type="checkbox"]');
    if (key === "x") box.checked = !box.checked;
    else if ("amc".includes(key)) box.checked = true;
  });
for (const link of document.querySelectorAll("a[data-copy]"))
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    await navigator.clipboard?.writeText(link.href);
    link.title = "copied";
  });
