/** What a list of incidents can do where scripts run: choose all that are shown, at once. */
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
