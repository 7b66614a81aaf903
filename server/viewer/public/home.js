/** The home page beyond what works without scripts: commands are copied, a log is dropped and read in place. */
import { tellTimes } from "./times.js";

/** What was dropped last: the server has not kept it. */
let dropped;

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    // Not over plain HTTP of another machine: chosen, it is copied by a key.
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    button.textContent = "Press Ctrl-C";
  }
  setTimeout(() => {
    button.textContent = "Copy";
  }, 2_000);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-drop], [data-store]")) return;
  event.preventDefault();
  send(form);
});

addEventListener("dragover", (event) => {
  const form = document.querySelector("[data-drop]");
  if (!form || !event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  form.classList.add("over");
});
addEventListener("dragleave", ({ relatedTarget }) => {
  if (!relatedTarget) document.querySelector("[data-drop]")?.classList.remove("over");
});
addEventListener("drop", (event) => {
  const form = document.querySelector("[data-drop]");
  if (!form || event.dataTransfer.files.length === 0) return;
  event.preventDefault();
  form.classList.remove("over");
  form.elements.file.files = event.dataTransfer.files;
  send(form);
});

async function send(form) {
  const state = form.querySelector(".drop-state");
  const [file, ...more] = form.elements.file.files;
  const most = Number(form.dataset.max || Number.POSITIVE_INFINITY);
  if (more.length > 0) state.textContent = "One log at a time, please.";
  else if (file.size > most)
    state.textContent = `${file.name} has ${Math.ceil(file.size / 2 ** 20)} MiB, more than a page takes: smartlog analyze FILE reads files of any size.`;
  if (more.length > 0 || file.size > most) return;
  const button = form.querySelector("button");
  button.disabled = true;
  state.textContent = `${file.name} is being read …`;
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: new FormData(form),
      headers: { accept: "text/html" },
    });
    const next = new DOMParser().parseFromString(await response.text(), "text/html");
    if (!response.ok) {
      const said = [...next.querySelectorAll("main > p")].slice(0, 2).map((each) => each.textContent.trim());
      state.textContent = said.join(" ") || `It failed (${response.status}).`;
      return;
    }
    dropped = file;
    show(next);
  } catch {
    state.textContent = "The server went away, or the file took longer than a minute. Try it again.";
  } finally {
    button.disabled = false;
  }
}

/** In place of what is there; the way back is a link in it. */
function show(next) {
  // A page that is shown anew would take it away.
  const every = document.querySelector("#refresh select");
  if (every?.value) {
    every.value = "";
    every.dispatchEvent(new Event("change"));
  }
  const main = next.querySelector("main");
  document.getElementById("elsewhere")?.remove();
  document.querySelector("main").replaceWith(main);
  document.title = next.title;
  tellTimes(main);
  hasFile(main);
  main.focus();
  scrollTo(0, 0);
}

/** The form that stores it has the file already. */
function hasFile(main) {
  const form = main.querySelector("[data-store]");
  if (!form || !dropped) return;
  const transfer = new DataTransfer();
  transfer.items.add(dropped);
  form.elements.file.files = transfer.files;
  form.querySelector("[data-again]").hidden = true;
}

function offerCopies() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

offerCopies();
addEventListener("smartlog-shown", offerCopies);
