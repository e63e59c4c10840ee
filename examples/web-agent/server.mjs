/** Serves the agent to try it out; `build.mjs` writes the same as files for any host. */
import { serveAgent } from '../shared/serve.mjs';

export const FOLDER = new URL('./', import.meta.url);
export const SCRIPTS = ['answer.js', 'link.js', 'home.js'];

/** @param {{ port?: number }} options */
export const startWebAgent = ({ port } = {}) => serveAgent({ folder: FOLDER, scripts: SCRIPTS, port });
