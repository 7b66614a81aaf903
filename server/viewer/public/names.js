/** The reader's name, in the forms that ask for it: said once in a browser. */
const KEY = "smartlog-name";

export function rememberName() {
  for (const input of document.querySelectorAll('input[name="who"]'))
    if (input.value === "") input.value = localStorage.getItem(KEY) ?? "";
  addEventListener("submit", ({ target }) => {
    const name = target.elements?.who?.value.trim();
    if (name) localStorage.setItem(KEY, name);
  });
}
