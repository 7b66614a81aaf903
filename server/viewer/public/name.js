/** Forms remember in this browser who fills them in: one who labels a dozen events types the name once. */
const KEPT = "smartlog.name";

for (const input of document.querySelectorAll('input[name="who"]')) {
  try {
    input.value ||= localStorage.getItem(KEPT) ?? "";
  } catch {
    break; // no storage here
  }
  input.form?.addEventListener("submit", () => {
    if (input.value) localStorage.setItem(KEPT, input.value);
  });
}
