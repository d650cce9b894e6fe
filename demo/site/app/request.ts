/** A refusal of the API, in words meant for people. */
export class RequestError extends Error {}

/** Calls the site's API; `body` makes it a JSON request. */
export const request = async <T>(path: string, method = 'GET', body?: unknown): Promise<T> => {
  const response = await fetch(`/api${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  }).catch(() => {
    throw new RequestError('Hireline could not be reached. Check your connection and try again.');
  });
  const answer = (await response.json().catch(() => null)) as (T & { error?: { message?: string } }) | null;
  if (!response.ok || !answer)
    throw new RequestError(answer?.error?.message ?? 'Something went wrong. Try again.');
  return answer;
};
