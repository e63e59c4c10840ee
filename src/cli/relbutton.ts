#!/usr/bin/env node
/**
 * The command `relbutton`. Each subcommand is a file of its own. It ends with 0 if all is well, 1 if the subcommand found faults, 2 if it
 * could not do its work.
 *
 * @module
 */
import { runCommands } from './run.js';
import { verifyStoreCommand } from './verify-store.js';

await runCommands('relbutton', { 'verify-store': verifyStoreCommand });
