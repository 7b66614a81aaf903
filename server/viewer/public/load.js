/** Fragments that the server renders and a page loads after itself: elements with `data-load`, an address. */
import { tellTimes } from "./times.js";

export async function loadParts(root = document) {
  await Promise.all([...root.querySelectorAll("[data-load]")].map(load));
}

async function load(element) {
  element.setAttribute("aria-busy", "true");
  const response = await fetch(element.dataset.load, { headers: { accept: "text/html" } }).catch(
    () => undefined,
  );
  if (response?.ok) element.innerHTML = await response.text();
  else
    element.textContent = response
      ? "This could not be counted; a shorter time may help."
      : "The server does not answer.";
  tellTimes(element);
  element.removeAttribute("aria-busy");
}
