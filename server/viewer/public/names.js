/** The reader's name, in the forms that ask for it: one who labels a dozen events types it once. */
const KEPT = "smartlog-name";

/** @param root below which the forms are */
export function rememberName(root = document) {
  for (const input of root.querySelectorAll('input[name="who"]')) {
    try {
      input.value ||= localStorage.getItem(KEPT) ?? "";
    } catch {
      return; // no storage here
    }
    input.form?.addEventListener("submit", () => {
      if (input.value) localStorage.setItem(KEPT, input.value);
    });
  }
}
