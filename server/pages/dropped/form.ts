/** Where a log file is dropped, or chosen: what is in it is said, and nothing kept. */
import { type Html, html } from "../html.ts";
import { MAX_SENT_BYTES } from "./limits.ts";

/** What its key is of. */
export const DROP_FORM = "dropped";

/** The key comes first: a body is read in its order. */
export function dropForm(key: string): Html {
  return html`<form method="post" action="/analyze" enctype="multipart/form-data" class="drop" data-drop data-max="${MAX_SENT_BYTES}">
<input type="hidden" name="key" value="${key}" />
<p>Drop it here, or choose it: any format, up to ${MAX_SENT_BYTES / 2 ** 20} MiB, packed by gzip or zstd or not. It is read on this server, reported on, and not stored.</p>
<label>Log file <input type="file" name="file" required /></label>
<button>Analyze</button><p role="status" class="drop-state"></p></form>`;
}

/** The same file again, to be stored: the server has not kept it. */
export function storeForm(key: string, tag: string): Html {
  return html`<form method="post" action="/analyze" enctype="multipart/form-data" class="drop" data-store>
<input type="hidden" name="key" value="${key}" /><input type="hidden" name="do" value="store" />
<p>Nothing of it was stored. To keep its lines with their verdicts, send it again:</p>
<label>Tag <input name="tag" value="${tag}" maxlength="80" class="tag" /></label>
<label data-again>The same file <input type="file" name="file" required /></label>
<button>Store it</button><p role="status" class="drop-state"></p></form>`;
}
