import { define } from '../define.js';
import { RelButton } from './rel-button.js';

define('rel-button', RelButton);
