import { newKey } from './accounts/vault/index.ts';

const [command] = process.argv.slice(2);
if (command === 'new') {
  console.log(newKey());
} else {
  console.error(
    'Usage: npm run keys -- new   prints a fresh key for BEHALF_KEY (keep it out of the repository).',
  );
  process.exitCode = 2;
}
