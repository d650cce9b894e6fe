/**
 * Runs the command line's first word and prints the sentence it resolves with. A fault prints one sentence without
 * values (they may be secrets) and ends with exit code 1, an unknown word or none prints the usage and ends with 2. What
 * `*` names takes any word.
 */
export async function runCommand(
  usage: string,
  commands: Record<string, (...words: string[]) => Promise<string>>,
): Promise<void> {
  const [name = '', ...words] = process.argv.slice(2);
  const command = commands[name] ?? (name === '' ? undefined : commands['*']);
  if (!command) {
    console.error(usage);
    process.exitCode = 2;
    return;
  }
  try {
    console.log(await command(...(commands[name] ? words : [name, ...words])));
  } catch (fault) {
    console.error(`That did not work: ${fault instanceof Error ? fault.message : 'unknown fault'}`);
    process.exitCode = 1;
  }
}
