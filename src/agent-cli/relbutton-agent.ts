#!/usr/bin/env node
/**
 * The command `relbutton-agent`: a person's own agent at the terminal. It signs nothing without their yes there. It ends with 0 if all is
 * well, 1 if the vendor or the person does not agree, 2 if it could not do its work, 3 if there is no terminal to ask at.
 *
 * @module
 */
import { runCommands } from '../cli/run.js';
import { actCommands } from './acts.js';
import { askForCommand } from './ask-for.js';
import { exportCommand, importCommand } from './files.js';
import { findCommand } from './find.js';
import { mcpCommand } from './mcp.js';
import { permissionsCommand } from './permissions.js';
import { inboxCommand, statusCommand } from './reading.js';
import { relateCommand } from './relate.js';
import { NoTerminalError } from './terminal.js';

const { say, ...others } = actCommands;
const commands = {
  find: findCommand,
  relate: relateCommand,
  ...(say && { say }),
  'ask-for': askForCommand,
  ...others,
  inbox: inboxCommand,
  status: statusCommand,
  export: exportCommand,
  import: importCommand,
  permissions: permissionsCommand,
  mcp: mcpCommand,
};
await runCommands('relbutton-agent', commands, (error) => (error instanceof NoTerminalError ? 3 : 2));
// All is written. What still waits for a vendor, as for an assistant that is gone, is not waited for: the next sync sends it.
process.exit();
