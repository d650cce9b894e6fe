import { fileURLToPath } from 'node:url';
import { buildExtension } from '../../extension/packaging/build-extension.ts';
import { buildFrontEnd } from '../../demo/site/build-front-end.ts';

/** Where the journeys' own build of the extension lies. */
export const extensionDir = fileURLToPath(
  new URL('../../node_modules/.cache/behalf-e2e/extension', import.meta.url),
);

/** Builds once what every worker loads. */
export default async function setUp(): Promise<void> {
  await Promise.all([buildExtension(extensionDir), buildFrontEnd()]);
}
