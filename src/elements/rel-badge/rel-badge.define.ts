/**
 * Defines `<rel-badge>`.
 *
 * @module rel-badge/define
 */
import { RelBadge } from './rel-badge.js';

RelBadge.define('rel-badge');
