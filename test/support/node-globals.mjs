/**
 * Makes `describe`, `it` and the hooks of Node's test runner global, as in a page, and gives each test and hook a time limit. The
 * option `{ timeout }`, in milliseconds, sets another one. When the process ends, it ends the browsers and servers that it started.
 *
 * @module
 */
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { descendantsOf, kill } from './processes.mjs';

/** The time limit in milliseconds: far more than any test takes, even on a busy machine. */
const LIMIT = 300_000;

/** @param rest the options, if any, and the test */
const limitedIt = (name, ...rest) => it(name, { timeout: LIMIT, ...(rest.length > 1 && rest[0]) }, rest.at(-1));
const limited = (hook) => (run, options) => hook(run, { timeout: LIMIT, ...options });
const hooks = { after, afterEach, before, beforeEach };

Object.assign(globalThis, { describe, it: limitedIt });
for (const [name, hook] of Object.entries(hooks)) globalThis[name] = limited(hook);

process.once('exit', () => kill(...descendantsOf(process.pid)));
