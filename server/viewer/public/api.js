/** The page of the API: writes each form's curl line, and sends what the form says. */
const MAX_CHARACTERS = 100_000;

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** What a form asks for. */
function requestOf(form) {
  const { method, path } = form.dataset;
  let url = path;
  const query = new URLSearchParams();
  const headers = {};
  for (const { name, value, dataset } of form.querySelectorAll("input")) {
    const [place, key] = name.split(/:(.*)/);
    if (place === "path") url = url.replace(`{${key}}`, encodeURIComponent(value));
    else if (value === "") continue;
    else if (place === "header") headers[key] = value;
    else for (const each of "several" in dataset ? value.split(",") : [value]) query.append(key, each.trim());
  }
  const body = form.elements.body?.value;
  if (body !== undefined) headers["content-type"] = form.elements.type.value;
  return { method, url: location.origin + url + (query.size > 0 ? `?${query}` : ""), headers, body };
}

function curlLine(form) {
  const { method, url, headers, body } = requestOf(form);
  const { access } = form.dataset;
  const keys = {
    token: '-H "authorization: Bearer $SMARTLOG_TOKEN"',
    bouncer: "x-api-key" in headers ? "" : '-H "x-api-key: $SMARTLOG_BOUNCER_KEY"',
  };
  const given = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  const data =
    body === undefined ? (method === "GET" ? "" : `-X ${method}`) : `--data-binary ${quoted(body)}`;
  return ["curl", "stream" in form.dataset ? "-N" : "", keys[access], ...given, data, quoted(url)]
    .filter(Boolean)
    .join(" ");
}

/** Sends it, and shows the answer as it comes: a stream until it is stopped. */
async function send(form) {
  const [status, answer] = [form.querySelector("[role=status]"), form.querySelector(".answer")];
  const { stop } = form.elements;
  const stopped = new AbortController();
  if (stop) {
    stop.hidden = false;
    stop.onclick = () => stopped.abort();
  }
  answer.hidden = true;
  answer.textContent = "";
  status.textContent = "asking…";
  try {
    const { url, ...request } = requestOf(form);
    const response = await fetch(url, { ...request, signal: stopped.signal });
    const type = response.headers.get("content-type") ?? "";
    status.textContent = `${response.status} ${response.statusText}, ${type}`;
    answer.hidden = false;
    const decoder = new TextDecoder();
    for (const reader = response.body.getReader(); ; ) {
      const { done, value } = await reader.read();
      if (done) break;
      answer.textContent = (answer.textContent + decoder.decode(value, { stream: true })).slice(
        -MAX_CHARACTERS,
      );
    }
    if (/[/+]json/.test(type)) answer.textContent = JSON.stringify(JSON.parse(answer.textContent), null, 2);
  } catch (error) {
    status.textContent += stopped.signal.aborted ? "; stopped" : ` failed: ${error.message}`;
  }
  if (stop) stop.hidden = true;
}

for (const form of document.querySelectorAll("form[data-path]")) {
  const show = () => {
    form.querySelector(".curl").textContent = curlLine(form);
  };
  form.elements.type?.addEventListener("change", ({ target }) => {
    form.elements.body.value = target.selectedOptions[0].dataset.example;
  });
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
  show();
}

const named = document.getElementById(location.hash.slice(1));
if (named) named.open = true;
