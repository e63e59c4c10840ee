import { writeJson } from '../../contract/write-json.js';
import type { Terms } from '../../handoff/flow-host.js';

/** Writes the vendor's offer as JSON text. @param link where the vendor's own link leads */
export const offerOf = ({ acts, told }: Terms, link: string | undefined): string =>
  // A challenge is for this page and hour.
  writeJson({ relbutton: 1, ...told, challenge: undefined, acts, link, date: new Date().toISOString() });
