/**
 * Defines `<rel-button>`.
 *
 * @module rel-button/define
 */
import { RelButton } from './rel-button.js';

RelButton.define('rel-button');
