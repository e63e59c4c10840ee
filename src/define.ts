/**
 * Defines `<rel-button>`, `<rel-badge>` and `<rel-balance>`.
 *
 * @module define
 */
import './elements/rel-badge/rel-badge.define.js';
import './elements/rel-balance/rel-balance.define.js';
import './elements/rel-button/rel-button.define.js';
