/** Angular, whose templates know the events of every element from the DOM. */
import { testApp } from './built.mjs';

testApp('angular', 'relate.ts');
