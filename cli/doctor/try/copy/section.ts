/** A section of the copy: settings in order, names repeated where the configuration repeats them. */
export interface CopySection {
  plugin: string;
  /** All settings but the plugin's name. */
  settings: [name: string, value: string][];
  /** Processors of its logs, in order. */
  processors: CopySection[];
}

/** The copy of a configuration, before it is written down. */
export interface Copy {
  service: [name: string, value: string][];
  /** Definitions of parsers, YAML of the sections `parsers` and `multiline_parsers`. */
  parsers: string;
  inputs: CopySection[];
  filters: CopySection[];
  outputs: CopySection[];
}

export function copySection(plugin: string, settings: Record<string, string | undefined>): CopySection {
  const given = Object.entries(settings).filter((each): each is [string, string] => each[1] !== undefined);
  return { plugin, settings: given, processors: [] };
}

/** The last value of a setting, as Fluent Bit takes it. */
export function settingOf({ settings }: CopySection, wanted: string): string | undefined {
  return settings.findLast(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** The section without some settings; a name that ends with a dot or an underscore stands for all that begin so. */
export function without(section: CopySection, names: readonly string[]): CopySection {
  const isOut = (name: string) =>
    names.some((each) => (/[._]$/.test(each) ? name.startsWith(each) : name === each));
  return { ...section, settings: section.settings.filter(([name]) => !isOut(name.toLowerCase())) };
}

/** The section with settings put in place of its own of these names. */
export function withSettings(
  section: CopySection,
  settings: Record<string, string | undefined>,
): CopySection {
  const rest = without(section, Object.keys(settings));
  return { ...rest, settings: [...rest.settings, ...copySection("", settings).settings] };
}

/** Settings whose value is a structure; all others are texts. */
const STRUCTURED = new Set(["condition", "routes"]);

/**
 * Fluent Bit's YAML of a copy. A setting that is repeated stands there repeatedly: Fluent Bit takes all of them in order.
 * A text is written as JSON, which YAML reads alike.
 */
export function yamlOf({ service, parsers, inputs, filters, outputs }: Copy): string {
  const lines = ["service:", ...settingLines(service, 2), parsers, "pipeline:"];
  for (const [name, sections] of Object.entries({ inputs, filters, outputs }))
    if (sections.length > 0) lines.push(`  ${name}:`, ...sections.flatMap((each) => sectionLines(each, 4)));
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}

function sectionLines({ plugin, settings, processors }: CopySection, indent: number): string[] {
  const margin = " ".repeat(indent);
  const lines = [`${margin}- name: ${JSON.stringify(plugin)}`, ...settingLines(settings, indent + 2)];
  if (processors.length === 0) return lines;
  return [
    ...lines,
    `${margin}  processors:`,
    `${margin}    logs:`,
    ...processors.flatMap((each) => sectionLines(each, indent + 6)),
  ];
}

function settingLines(settings: Copy["service"], indent: number): string[] {
  return settings.map(([name, value]) => {
    const text = STRUCTURED.has(name.toLowerCase()) && value.startsWith("{") ? value : JSON.stringify(value);
    return `${" ".repeat(indent)}${name}: ${text}`;
  });
}
