const said = new Set<string>();

/** Warns the vendor's developer of a cause, once a document. */
export const warn = (message: string): void => {
  if (!said.has(message)) console.warn(`relbutton: ${message}.`);
  said.add(message);
};
