/**
 * Defines `<rel-balance>`.
 *
 * @module rel-balance/define
 */
import { RelBalance } from './rel-balance.js';

RelBalance.define('rel-balance');
