#!/usr/bin/env node
/**
 * The command `relbutton`. Each subcommand is a file of its own. It ends with 0 if all is well, 1 if the subcommand found faults, 2 if it
 * could not do its work or write all of its output, 141 if the reader of the output is gone.
 *
 * @module
 */
import { checkCommand } from './check/check.js';
import type { Command } from './command.js';
import { conformCommand } from './conform.js';
import { exportCommand } from './export.js';
import { importCommand } from './import.js';
import { initCommand } from './init.js';
import { listCommand } from './list.js';
import { rotateKeyCommand } from './rotate-key.js';
import { serveCommand } from './serve.js';
import { runCommands } from './run.js';
import { verifyStoreCommand } from './verify-store.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  init: initCommand,
  serve: serveCommand,
  check: checkCommand,
  conform: conformCommand,
  list: listCommand,
  export: exportCommand,
  import: importCommand,
  'rotate-key': rotateKeyCommand,
  'verify-store': verifyStoreCommand,
};

await runCommands('relbutton', COMMANDS);
