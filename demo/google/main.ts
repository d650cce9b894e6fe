import { startGoogle } from './start.ts';

/**
 * The stand-in as a process of its own: prints one JSON line with its address and stays until stopped.
 * PORT, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, ACCESS_TOKEN_SECONDS and LATENCY_MS are taken from the environment.
 */
const { PORT, GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET, ACCESS_TOKEN_SECONDS, LATENCY_MS } = process.env;
const google = await startGoogle({
  port: Number(PORT ?? 0),
  ...(GOOGLE_CLIENT_ID !== undefined && { clientId: GOOGLE_CLIENT_ID }),
  ...(GOOGLE_CLIENT_SECRET !== undefined && { clientSecret: GOOGLE_CLIENT_SECRET }),
  ...(ACCESS_TOKEN_SECONDS !== undefined && { accessTokenSeconds: Number(ACCESS_TOKEN_SECONDS) }),
  ...(LATENCY_MS !== undefined && { latencyMs: Number(LATENCY_MS) }),
});
const { url, clientId, clientSecret } = google;
console.log(JSON.stringify({ url, inbox: `${url}/inbox`, clientId, clientSecret }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void google.close().then(() => process.exit(0)));
}
