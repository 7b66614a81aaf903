/** A user agent and whose it is. */
export interface Agent {
  userAgent: string;
  /** The browser or bot: "Chrome", "Googlebot". */
  name: string;
  /** Browsers: desktop, mobile, tablet, app, tv, console, text …; bots: crawler, seo, library, scanner …. */
  family: string;
}
