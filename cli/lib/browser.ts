/** Shows an address in the browser; where none can be opened, it is said, to be copied. */
import { say } from "./output.ts";

/** Opens it, and returns at once. Never throws: the address is enough to go on with. */
export async function openInBrowser(url: string): Promise<void> {
  if (!canOpen()) {
    say(`no browser can be opened here; open ${url}`);
    return;
  }
  try {
    const { default: open } = await import("open");
    const child = await open(url);
    child.on("error", () => say(`the browser did not open; open ${url}`));
  } catch {
    say(`the browser did not open; open ${url}`);
  }
}

/** On Linux a browser needs a screen, or BROWSER names one that needs none. */
function canOpen({ DISPLAY, WAYLAND_DISPLAY, BROWSER, WSL_DISTRO_NAME } = process.env): boolean {
  return process.platform !== "linux" || !!(DISPLAY || WAYLAND_DISPLAY || BROWSER || WSL_DISTRO_NAME);
}
