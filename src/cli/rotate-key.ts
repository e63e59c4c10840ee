import { createKey, publicPart } from '../server/key.js';
import { type Command, readOptions } from './command.js';
import { CONFIG_HELP, CONFIG_OPTIONS, readConfig } from './config.js';
import { keyText, readKeyFile } from './key-file.js';
import { alone, replaceFile } from './new-files.js';
import { print } from './output.js';

const HELP = `Usage: relbutton rotate-key [options]

Makes a new key, which signs from the next start of \`relbutton serve\` on. The public part of the former key stays in the key file and
stays published, so that its signatures can be verified; its private part is deleted. The key file is replaced in one step, and keeps its
owner and mode.

Options:
${CONFIG_HELP}
  --help               prints this
`;

const run = async (args: string[]): Promise<number> => {
  const { config: file } = readOptions(args, CONFIG_OPTIONS);
  const { key: keyFile } = await readConfig(file);
  // Where there is no key file, there is no folder to mark.
  await readKeyFile(keyFile);
  await alone(keyFile, async () => {
    const before = await readKeyFile(keyFile);
    const key = await createKey();
    const formerKeys = [before.key, ...before.formerKeys].map(publicPart);
    await replaceFile(keyFile, [keyText({ key, formerKeys })], true);
    await print(`The new key is ${key.kid}. ${before.key.kid} signs no more, and stays published.\n`);
  });
  await print('Restart relbutton serve now: until then it signs with the former key.\n');
  return 0;
};

export const rotateKeyCommand: Command = { about: 'makes a new key, and keeps the former ones published', help: HELP, run };
