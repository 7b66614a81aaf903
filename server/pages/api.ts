/** GET /api: each operation of the API with its parameters, the curl line that calls it, and a form that does. */
import type { FastifyInstance } from "fastify";
import type { Page } from "../frame/page.ts";
import type { ApiContent, ApiDocument, ApiOperation, ApiParameter } from "../http/api-document.ts";
import { type Html, html } from "./html.ts";

const HEAD = html`<link rel="stylesheet" href="/public/api.css" /><script type="module" src="/public/api.js"></script>`;
const STREAM = "text/event-stream";

/** @param needsToken whether the curl lines have to bring the token */
export function addApiPage(
  app: FastifyInstance,
  document: () => ApiDocument,
  needsToken: () => boolean,
): void {
  app.get("/api", { config: { needs: "read" } }, async (request, reply) => {
    const origin = `${request.protocol}://${request.headers.host ?? "localhost"}`;
    return reply.page(apiPage(document(), { origin, needsToken: needsToken() }));
  });
}

interface Place {
  origin: string;
  needsToken: boolean;
}

interface Route {
  path: string;
  method: string;
  operation: ApiOperation;
}

function apiPage({ tags, paths }: ApiDocument, place: Place): Page {
  const routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  return {
    title: "API",
    here: "api",
    head: HEAD,
    body: html`<main id="main" class="content event api"><header class="heading"><h1>API</h1></header>
  <p>What other programs send and ask. As OpenAPI 3.1: <a href="/v1/openapi.json">/v1/openapi.json</a>.
    Errors are <code>application/problem+json</code>: <code>detail</code> says what is wrong, <code>next</code> what helps.</p>
  ${tags.map(({ name, description }) => {
    const own = routes.filter(({ operation }) => operation.tags?.includes(name));
    return html`<section aria-label="${name}"><h2>${name.charAt(0).toUpperCase() + name.slice(1)}</h2><p>${description}</p>
    ${own.map((route) => operationPart(route, place))}</section>`;
  })}
</main>`,
  };
}

function operationPart({ path, method, operation }: Route, place: Place): Html {
  const {
    operationId: id,
    summary,
    description,
    parameters = [],
    requestBody,
    responses,
    security,
  } = operation;
  const bodies = Object.entries(requestBody?.content ?? {});
  const access = Object.keys(security?.[0] ?? {})[0] ?? "";
  const isStream = responses["200"]?.content?.[STREAM] !== undefined;
  const curl = curlLine({ path, method, operation }, place, access);
  return html`<details id="${id}"><summary><code><strong>${method}</strong> ${path}</code> ${summary}</summary>
    ${description ? html`<p>${description}</p>` : ""}
    <form data-method="${method}" data-path="${path}" data-access="${access === "token" && !place.needsToken ? "" : access}" ${isStream ? html`data-stream` : ""}>
      ${parameters.map((parameter) => parameterField(id, parameter))}
      ${access === "bouncer" ? html`<label>X-Api-Key <input name="header:x-api-key" autocomplete="off" /></label>` : ""}
      ${bodies.length > 0 ? bodyFields(id, bodies) : ""}
      <pre class="curl" tabindex="0" aria-label="curl line">${curl}</pre>
      <div class="buttons"><button>Try</button>${isStream ? html` <button type="button" name="stop" hidden>Stop</button>` : ""}</div>
      <div role="status"></div>
      <pre class="answer" tabindex="0" aria-label="Answer" hidden></pre>
    </form>
    ${place.needsToken ? scopesNote(security) : ""}
    <p>${Object.entries(responses).map(([status, each]) => html`<strong>${status}</strong> ${each.description} `)}</p>
  </details>`;
}

/** Of the tokens that it takes. */
function scopesNote(security: ApiOperation["security"] = []): Html | "" {
  const scopes = security.flatMap(({ token = [] }) => token);
  if (scopes.length === 0) return "";
  return html`<p>Takes a token of the scope ${scopes.map((scope, i) => html`${i > 0 ? " or " : ""}<code>${scope}</code>`)}.</p>`;
}

function parameterField(
  id: string,
  { name, in: place, description = "", schema, example }: ApiParameter,
): Html {
  const shown = [example ?? (schema.examples as unknown[] | undefined)?.[0] ?? ""].flat().join(",");
  const several = schema.type === "array";
  const values = (several ? (schema.items as ApiParameter["schema"]) : schema).enum as string[] | undefined;
  const note = `${id}-${name}-note`;
  return html`<label>${name} <input name="${place}:${name}" placeholder="${shown}" ${place === "path" ? html`value="${shown}" required` : ""}
    ${several ? html`data-several` : ""} aria-describedby="${note}" autocomplete="off" /></label>
    <small id="${note}">${description} ${values ? html`One of ${values.map((value) => html`<code>${value}</code> `)}` : ""}${several ? "Several with commas between." : ""}</small>`;
}

function bodyFields(id: string, bodies: [type: string, content: ApiContent][]): Html {
  return html`<label>Content type <select name="type">${bodies.flatMap(([type, content]) =>
    examplesOf(content).map(
      (example, i) =>
        html`<option value="${type}" data-example="${example}">${type}${i > 0 ? ` (example ${i + 1})` : ""}</option>`,
    ),
  )}</select></label>
  <label for="${id}-body">Body</label>
  <textarea id="${id}-body" name="body" rows="5" spellcheck="false">${examplesOf(bodies[0]?.[1])[0] ?? ""}</textarea>`;
}

function examplesOf(content: ApiContent | undefined): string[] {
  const given =
    content?.example !== undefined
      ? [content.example]
      : content?.examples
        ? Object.values(content.examples).map(({ value }) => value)
        : ((content?.schema.examples as unknown[] | undefined) ?? [""]);
  return given.map((each) => (typeof each === "string" ? each : JSON.stringify(each, null, 1)));
}

/** With what is needed only; works when copied into a shell. The page's script writes the same of the form's values. */
function curlLine({ path, method, operation }: Route, { origin, needsToken }: Place, access: string): string {
  const url = (operation.parameters ?? [])
    .filter((parameter) => parameter.in === "path")
    .reduce((text, { name, schema, example }) => {
      const value = example ?? (schema.examples as unknown[] | undefined)?.[0];
      return text.replace(`{${name}}`, String(value));
    }, origin + path);
  const [body] = Object.entries(operation.requestBody?.content ?? {});
  return [
    "curl",
    operation.responses["200"]?.content?.[STREAM] ? "-N" : "",
    access === "token" && needsToken ? '-H "authorization: Bearer $SMARTLOG_TOKEN"' : "",
    access === "bouncer" ? '-H "x-api-key: $SMARTLOG_BOUNCER_KEY"' : "",
    ...(body
      ? [`-H ${quoted(`content-type: ${body[0]}`)}`, `--data-binary ${quoted(examplesOf(body[1])[0] ?? "")}`]
      : method === "GET"
        ? []
        : [`-X ${method}`]),
    quoted(url),
  ]
    .filter(Boolean)
    .join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
