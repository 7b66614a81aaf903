import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { loadDashboards } from "../../server/viewer/query/dashboards.ts";
import { CHROMIUM_ARGS, chromiumPath, type TestServer, testServer } from "./test-server.ts";

const executablePath = chromiumPath();
/** Whether there is a browser to test with. */
export const HAS_BROWSER = executablePath !== undefined;
/** Those that are drawn here: Explore's address leads to the page that searches. */
export const dashboards = [...loadDashboards().values()].filter(({ uid }) => uid !== "smartlog-explore");

export interface Size {
  name: string;
  width: number;
  height: number;
  colorScheme: "light" | "dark";
}

export const DESK = { name: "desk", width: 1400, height: 1000, colorScheme: "light" } as const satisfies Size;
export const PHONE = { name: "phone", width: 390, height: 844, colorScheme: "dark" } as const satisfies Size;

/** A server with 12,000 events and a model in service. */
export async function filledServer(): Promise<TestServer> {
  const filled = await testServer(12_000);
  await filled.store.pool.query(
    "insert into smartlog.models (id, status, served_from) values ('m2', 'serving', now())",
  );
  return filled;
}

export class TestBrowser {
  /** One context for pages of one size and colour scheme: they share the cache, as a person's do. */
  private readonly contexts = new Map<string, Promise<BrowserContext>>();

  private readonly browser: Browser;

  private constructor(browser: Browser) {
    this.browser = browser;
  }

  static async launch(): Promise<TestBrowser> {
    if (executablePath === undefined) throw new Error("there is no browser");
    return new TestBrowser(await chromium.launch({ executablePath, args: CHROMIUM_ARGS }));
  }

  async newPage({ width, height, colorScheme }: Size): Promise<Page> {
    const key = `${width} ${height} ${colorScheme}`;
    const context =
      this.contexts.get(key) ?? this.browser.newContext({ viewport: { width, height }, colorScheme });
    this.contexts.set(key, context);
    return (await context).newPage();
  }

  /** Opens a page, notes what its console complains of, and waits until all panels have answered. */
  async open(url: string, size: Size): Promise<{ page: Page; complaints: string[] }> {
    const page = await this.newPage(size);
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url);
    await page.waitForSelector('#panels[aria-busy="false"]', { timeout: 30_000 });
    return { page, complaints };
  }

  /** One of its own, for what no other page should have. */
  newContext(options: BrowserContextOptions): Promise<BrowserContext> {
    return this.browser.newContext(options);
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}

/** Of each panel of a page its title, and whether it is drawn, empty or neither. */
export const states = (page: Page) =>
  page.$$eval(".panel", (panels) =>
    panels.map((panel) => ({
      title: panel.querySelector("h2")?.textContent ?? "",
      state: (panel as unknown as { dataset: { state?: string } }).dataset.state ?? "none",
    })),
  );
