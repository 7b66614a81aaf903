/** The spellings of an IPv4 or IPv6 address that resolvers accept and filters overlook. */
import type { Random } from "../lib/random.ts";

type Octets = readonly [number, number, number, number];

/** Where requests are forged to: the host itself, the link, the inside, now and then anywhere. */
function target(rng: Random): Octets {
  const any = () => rng.int(0, 255);
  return rng.weighted([
    [[127, 0, 0, 1] as const, 8],
    [[127, any(), any(), any()] as const, 3],
    [[169, 254, 169, 254] as const, 7],
    [[169, 254, any(), any()] as const, 1],
    [[10, any(), any(), any()] as const, 3],
    [[192, 168, any(), any()] as const, 3],
    [[172, rng.int(16, 31), any(), any()] as const, 2],
    [[100, 100, 100, 200] as const, 1],
    [[0, 0, 0, 0] as const, 1],
    [[rng.int(1, 223), any(), any(), any()] as const, 4],
  ]);
}

const number = ([a, b, c, d]: Octets) => ((a * 256 + b) * 256 + c) * 256 + d;
const octal = (rng: Random, value: number) => "0".repeat(rng.pick([1, 1, 1, 2, 3, 5, 8])) + value.toString(8);
const hexOf = (rng: Random, value: number, width = 2) => {
  const digits = value.toString(16).padStart(rng.chance(0.6) ? width : 1, "0");
  return rng.pick(["0x", "0x", "0X", "0x0", "0x00000"]) + (rng.chance(0.3) ? digits.toUpperCase() : digits);
};
const pair = (high: number, low: number) => (high * 256 + low).toString(16);

function sixth(rng: Random, octets: Octets): string {
  const [a, b, c, d] = octets;
  const quad = octets.join(".");
  const hex = `${pair(a, b)}:${pair(c, d)}`;
  const address = rng.pick([
    `::ffff:${quad}`,
    `::ffff:${hex}`,
    `::FFFF:${hex.toUpperCase()}`,
    `0:0:0:0:0:ffff:${quad}`,
    `0:0:0:0:0:ffff:${hex}`,
    `0000:0000:0000:0000:0000:ffff:${hex}`,
    `::${quad}`,
    `::${hex}`,
    `64:ff9b::${quad}`,
    `64:ff9b::${hex}`,
    `2002:${hex}::`,
    `::ffff:0:${quad}`,
    "::1",
    "::",
    "0:0:0:0:0:0:0:1",
    "0000::1",
    "::0001",
    "0000:0000:0000:0000:0000:0000:0000:0001",
    "::1%lo",
    "::1%25lo",
    `fe80::${pair(a, b)}%${rng.pick(["eth0", "25eth0", "25en0", "1", "251", "lo"])}`,
    `fd00:ec2::${rng.pick(["254", "23", "253"])}`,
    `fc00::${pair(c, d)}`,
    `fd${pair(0, c).padStart(2, "0")}::${d || 1}`,
  ]);
  return rng.chance(0.93) ? `[${address}]` : address;
}

/** One address in one of its odd spellings; an IPv6 address mostly in brackets. */
export function spelledAddress(rng: Random): string {
  const octets = target(rng);
  const [a, b, c, d] = octets;
  const each = (spell: (value: number) => string) => octets.map(spell).join(".");
  const mixed = (value: number) =>
    rng.pick([String(value), String(value), octal(rng, value), hexOf(rng, value)]);
  switch (
    rng.pick([
      "decimal",
      "decimal",
      "hex",
      "hex",
      "octal",
      "octal",
      "dotted hex",
      "dotted hex",
      "dotted octal",
      "dotted octal",
      "mixed",
      "mixed",
      "short",
      "overflow",
      "six",
      "six",
      "six",
      "six",
      "padded",
      "wide",
    ])
  ) {
    case "decimal":
      return String(number(octets)) + rng.pick(["", "", "", "."]);
    case "hex":
      return hexOf(rng, number(octets), 8);
    case "octal":
      return octal(rng, number(octets));
    case "dotted hex":
      return each((value) => hexOf(rng, value));
    case "dotted octal":
      return each((value) => octal(rng, value).padStart(rng.pick([2, 4, 4, 8]), "0"));
    case "mixed":
      return each(mixed);
    case "short":
      return rng.pick([
        `${mixed(a)}.${b * 65536 + c * 256 + d}`,
        `${mixed(a)}.${mixed(b)}.${c * 256 + d}`,
        `${mixed(a)}.${hexOf(rng, b * 65536 + c * 256 + d, 6)}`,
        `${a}.${d || 1}`,
      ]);
    case "overflow":
      return rng.pick([
        each((value) => String(value + 256)),
        String(number(octets) + 4_294_967_296),
        `0x${rng.int(1, 0xffff).toString(16)}${number(octets).toString(16).padStart(8, "0")}`,
      ]);
    case "padded":
      return each((value) => String(value).padStart(rng.pick([3, 3, 4, 6]), "0")) + rng.pick(["", "."]);
    case "wide":
      return each((value) => String(value))
        .replace(/[0-9]/g, (digit) =>
          rng.chance(0.7) ? String.fromCodePoint(0xff10 + Number(digit)) : digit,
        )
        .replaceAll(".", rng.pick([".", "。", "．", "%2e"]));
    default:
      return sixth(rng, octets);
  }
}
