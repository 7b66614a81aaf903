/** How a page's fences say what is run. */
import { expect, test } from "vitest";
import { matches, pageOf, pages } from "./page.ts";

const PAGE = `# A page

<!-- after: ../other/README.md -->
\`\`\`sh
first
\`\`\`

\`\`\`text
its output
\`\`\`

Words.

\`\`\`ini
[shown]
\`\`\`

1. In a list:

   \`\`\`sh
   second
   third
   \`\`\`

   <!-- not run: it needs a browser -->
   \`\`\`sh
   fourth
   \`\`\`

Words.

\`\`\`text
of no command
\`\`\`
`;

test("commands are run in order; what stands right behind them is what they say; the rest is shown", () => {
  const { after, blocks } = pageOf("deploy/some/README.md", PAGE);
  expect(after).toEqual(["deploy/other/README.md"]);
  expect(blocks).toEqual([
    { line: 4, commands: "first\n", output: "its output\n" },
    { line: 20, commands: "   second\n   third\n" },
    { line: 25, commands: "   fourth\n", notRun: "it needs a browser" },
  ]);
});

test("… stands for anything, all else for itself", () => {
  expect(matches("a.b 12 c\nd\n", "a.b … c\n…")).toBe(true);
  expect(matches("axb 12 c\nd\n", "a.b … c\n…")).toBe(false);
  expect(matches("a\nb\n", "a\n")).toBe(false);
});

test("every page comes behind those that it follows, and few commands can't be run", () => {
  const all = pages();
  const paths = all.map(({ path }) => path);
  expect(paths).toContain("deploy/fluent-bit/README.md");
  for (const { path, after } of all)
    for (const before of after) expect(paths.slice(0, paths.indexOf(path)), path).toContain(before);
  const notRun = all.flatMap(({ blocks }) => blocks.filter((block) => block.notRun));
  expect(notRun.length).toBeLessThanOrEqual(3);
});
