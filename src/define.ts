/**
 * Defines `<rel-button>` and `<rel-badge>`.
 *
 * @module define
 */
import './elements/rel-badge/rel-badge.define.js';
import './elements/rel-button/rel-button.define.js';
