/** React in strict mode, which mounts everything twice in development. */
import { testApp } from './built.mjs';

testApp('react', 'relate.tsx');
