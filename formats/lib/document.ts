/** docs/formats.md: what can be read, out of the format files themselves. */
import type { Example, Format, FormatKind } from "./format.ts";

const HEAD = `# Formats

What SmartLog reads out of the box, by log type; the files in [\`formats/\`](../formats/README.md) have it all, and this page is made
of them (\`npm run formats:docs\`). A format of your own is a file of the same form: \`smartlog formats guess\` writes one for a log or
a server's \`log_format\`, and \`smartlog configure --formats\` puts it into a module.
`;

const HEADINGS: Readonly<Record<FormatKind, string>> = {
  web: "Web",
  auth: "Logins",
  dns: "Name servers",
  firewall: "Firewalls",
  app: "Applications",
  syslog: "System logs",
  wrapper: "Wrappers",
};

/** @returns Markdown */
export function formatsDocument(formats: readonly Format[]): string {
  const sections = Object.entries(HEADINGS).flatMap(([kind, heading]) => {
    const some = formats.filter((format) => format.kind === kind);
    return some.length > 0 ? [section(heading, some)] : [];
  });
  return `${[HEAD, ...sections].join("\n")}`;
}

function section(heading: string, formats: readonly Format[]): string {
  const sorted = [...formats].sort((a, b) => (a.name < b.name ? -1 : 1));
  const rows = sorted.map(
    (format) => `| [\`${format.name}\`](#${format.name}) | ${cell(format.title)} | ${links(format)} |`,
  );
  const table = ["| format | reads | documented |", "|---|---|---|", ...rows].join("\n");
  return `## ${heading}\n\n${table}\n\n${sorted.map(entry).join("\n")}`;
}

function entry(format: Format): string {
  const [example] = format.examples;
  return `### ${format.name}\n\n\`\`\`\n${textOf(example)}\n\`\`\`\n\n${fieldsOf(example)}\n`;
}

function textOf(example: Example | undefined): string {
  return example?.line ?? JSON.stringify(example?.record);
}

function fieldsOf(example: Example | undefined): string {
  const fields = Object.entries(example?.event ?? {}).filter(([, value]) => value !== null);
  return fields.map(([field, value]) => `\`${field}\` ${code(String(value))}`).join(", ");
}

/** Code with backquotes in it stands between longer ones. */
function code(text: string): string {
  const longest = Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function links({ documentation, code: path }: Format): string {
  const some = documentation
    .filter((url) => /^https?:\/\//.test(url))
    .map((url, i) => `[${i === 0 ? "maker" : `${i + 1}`}](${url.replace(/\s.*$/, "")})`);
  return [...some, ...(path ? [`[code](../${path})`] : [])].join(", ");
}
