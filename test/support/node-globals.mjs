/** Lets Node's own test runner run the files that also run in a page, where these are global. */
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

Object.assign(globalThis, { after, afterEach, before, beforeEach, describe, it });
