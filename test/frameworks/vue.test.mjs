/** Vue, which takes what begins with `rel-` for elements. */
import { testApp } from './built.mjs';

testApp('vue', 'relate.vue');
