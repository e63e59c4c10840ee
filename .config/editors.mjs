import { writeFile } from 'node:fs/promises';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import { APPEARANCES, NO_AGENT, SIZES, STATUSES } from '../dist/index.js';

/** The values of types, by name, from the library's own lists: editors can read values, not names of types. */
const VALUES = { Status: STATUSES, Size: SIZES, Appearance: APPEARANCES, NoAgent: NO_AGENT };
const spelledOut = (text) => VALUES[text]?.map((value) => `'${value}'`).join(' | ') ?? text;

const quiet = { hideLogs: true, hideCssPropertiesDocs: true };
const structured = { ...quiet, hideSlotDocs: true, hideEventDocs: true, hideMethodDocs: true, hideCssPartsDocs: true };

/** Writes the data by which editors complete and explain markup and CSS: VS Code's custom data, and JetBrains' web-types. */
export const editors = {
  name: 'editors',
  async packageLinkPhase({ customElementsManifest }) {
    const manifest = structuredClone(customElementsManifest);
    for (const { attributes = [], members = [] } of manifest.modules.flatMap(({ declarations }) => declarations)) {
      for (const entry of members) if (entry.type) entry.type.text = spelledOut(entry.type.text);
      // In markup a list is written as text.
      for (const { type } of attributes) type.text = type.text === 'string[]' ? 'string' : spelledOut(type.text);
    }
    await writeFile('dist/vscode.html-custom-data.json', getVsCodeHtmlCustomData(manifest, quiet));
    await writeFile('dist/vscode.css-custom-data.json', getVsCodeCssCustomData(manifest, quiet));
    await writeFile('dist/web-types.json', getWebTypesData(manifest, structured));
  },
};
