/** Svelte, checked by `svelte-check`. */
import { testApp } from './built.mjs';

testApp('svelte', 'relate.svelte');
