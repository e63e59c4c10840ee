import { define } from '../define.js';
import { RelBadge } from './rel-badge.js';

define('rel-badge', RelBadge);
