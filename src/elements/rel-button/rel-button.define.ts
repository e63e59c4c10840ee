import { RelButton } from './rel-button.js';

RelButton.define('rel-button');
