const TIMEOUT_MS = 5_000;

/**
 * Posts a body to a listening input.
 *
 * @throws Error with what the input answered, where that is no success
 */
export async function post(
  port: number,
  path: string,
  body: string,
  headers: Record<string, string>,
): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    body,
    headers: { connection: "close", ...headers },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const said = (await answer.text()).trim();
  if (!answer.ok) throw new Error(`the input refuses the sample: ${answer.status} ${said}`.trim());
}
