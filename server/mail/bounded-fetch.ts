/**
 * A `fetch` that has answered completely, body and all, within `timeoutMs`, or rejects. `AbortSignal` alone does not
 * promise that: once the headers are there, garbage collection can cut the signal off from the body that is still being
 * read (https://github.com/nodejs/undici/issues/3644), which then hangs. Seen on Node 20 with 10 s.
 */
export function boundedFetch(request: typeof fetch, timeoutMs: number): typeof fetch {
  return async (input, init) => {
    const controller = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const error = new DOMException('The provider took too long.', 'TimeoutError');
        controller.abort(error);
        reject(error);
      }, timeoutMs);
    });
    try {
      return await Promise.race([readWhole(request(input, { ...init, signal: controller.signal })), tooLate]);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readWhole(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  const { status, statusText, headers } = response;
  const body = await response.arrayBuffer();
  return new Response(body.byteLength > 0 ? body : null, { status, statusText, headers });
}
