import { RelBadge } from './rel-badge.js';

RelBadge.define('rel-badge');
