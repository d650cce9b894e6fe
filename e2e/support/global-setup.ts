import { copyFile, cp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'vite';
import { buildFrontEnd } from '../../demo/site/build-front-end.ts';
import { buildExtension } from '../../extension/packaging/build-extension.ts';
import { keepFilesInMemory } from '../../server/testing/files-in-memory.ts';
import { extensionDir, galleryDir, serverFile, stubbedDir } from './built.ts';

const here = (path: string) => join(import.meta.dirname, path);

/** Builds once what every worker loads. */
export default async function setUp(): Promise<void> {
  keepFilesInMemory();
  await Promise.all([
    buildExtension(extensionDir).then(stubWorker),
    buildGallery(),
    buildServer(),
    buildFrontEnd(),
  ]);
}

async function stubWorker(): Promise<void> {
  await rm(stubbedDir, { recursive: true, force: true });
  await cp(extensionDir, stubbedDir, { recursive: true });
  await copyFile(here('stub-worker.js'), join(stubbedDir, 'service-worker-loader.js'));
}

const buildGallery = () =>
  build({
    configFile: here('../../extension/ui/gallery/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: galleryDir },
  });

const buildServer = () =>
  build({
    root: here('../..'),
    mode: 'server',
    logLevel: 'error',
    build: { outDir: dirname(serverFile) },
  });
