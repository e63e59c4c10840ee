/**
 * The one file that a script tag loads: every element, registered, and what agent authors look at.
 *
 * @module
 */
import './define.js';

export { debug } from './handoff/router.js';
