import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const probe = 'zz-layout-probe';

/** What the linter has against a file or a folder; nothing if it allows it. */
function lint(path: string): string {
  try {
    execFileSync(join(root, 'node_modules/.bin/oxlint'), [path], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return '';
  } catch (refused) {
    return (refused as { stdout: string }).stdout;
  }
}

/** A file at `path` with this import, as the linter judges it. */
function judge(path: string, line: string): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${line}\n`);
  try {
    const said = lint(path);
    return said === '' ? 'allowed' : said.includes('no-restricted-imports') ? 'refused' : 'other';
  } finally {
    rmSync(file);
  }
}

it.each([
  [`shared/domain/${probe}.ts`, "import 'hono';"],
  [`shared/domain/${probe}.ts`, "import '../../server/clock.ts';"],
  [`extension/background/${probe}.ts`, "import '../../server/app.ts';"],
  [`extension/background/${probe}.ts`, "import type { AppType } from '../../server/app.ts';"],
  [`extension/background/${probe}.ts`, "import 'webextension-polyfill';"],
  [`extension/ui/${probe}.ts`, "import '../platform/storage.ts';"],
  [`extension/sites/${probe}.ts`, "import '../platform/storage.ts';"],
  [`extension/content/${probe}.ts`, "import 'zod';"],
  [`extension/content/${probe}.ts`, "import { SubmitSend } from '../../shared/api/sends.ts';"],
  [`server/grants/${probe}.ts`, "import '../mail/compose-mime.ts';"],
  [`server/grants/${probe}.ts`, "import '../routes/grants.ts';"],
  [`server/grants/${probe}.ts`, "import 'drizzle-orm';"],
  [`server/sending/${probe}.ts`, "import 'hono';"],
  [`server/sending/${probe}.ts`, "import '../mail/gmail/mail.ts';"],
  [`server/replies/${probe}.ts`, "import '../mail/gmail/read-thread.ts';"],
  [`server/replies/${probe}.ts`, "import 'drizzle-orm';"],
  [`server/accounts/${probe}.ts`, "import 'googleapis/build/src/apis/gmail/v1.js';"],
  [`server/accounts/${probe}.ts`, "import '../../extension/ui/client.ts';"],
  [`server/store/${probe}.ts`, "import '../grants/pause.ts';"],
  [`server/mail/${probe}.ts`, "import '../store/sends.ts';"],
  [`server/${probe}.ts`, "import '../demo/google/start.ts';"],
])('refuses in %s: %s', (path, line) => {
  expect(judge(path, line)).toBe('refused');
});

it.each([
  [`server/store/${probe}.ts`, "import 'drizzle-orm';"],
  [`server/routes/${probe}.ts`, "import 'hono';"],
  [`server/mail/gmail/${probe}.ts`, "import 'google-auth-library';"],
  [`extension/platform/${probe}.ts`, "import 'webextension-polyfill';"],
])('allows in %s: %s', (path, line) => {
  expect(judge(path, line)).toBe('allowed');
});

it('refuses two files that import each other, were it only for a type', () => {
  const folder = mkdtempSync(join(root, 'server', 'zz-layout-probe-'));
  try {
    writeFileSync(
      join(folder, 'one.ts'),
      "import type { Two } from './two.ts';\nexport type One = { two: Two };\n",
    );
    writeFileSync(
      join(folder, 'two.ts'),
      "import type { One } from './one.ts';\nexport type Two = { one: One };\n",
    );
    expect(lint(folder)).toContain('no-cycle');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
