/**
 * Registers tools with WebMCP, which browsers have on `document`, as the draft says
 * (https://webmachinelearning.github.io/webmcp/), or on `navigator`, as an earlier draft did.
 *
 * @module
 */
import { bare } from '../contract/write-json.js';

/** A tool that the page gives to AI agents. */
export interface Tool {
  /** 1 to 128 characters of `[A-Za-z0-9_.-]`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** The JSON Schema of the input. Browsers do not enforce it. */
  readonly inputSchema: object;
  readonly annotations: { readonly readOnlyHint: boolean; readonly untrustedContentHint: boolean };
  /** Takes any input and never throws: one browser hides errors, the other passes them on to the caller. */
  execute(input: unknown): unknown;
}

interface ModelContext {
  registerTool(tool: unknown): unknown;
}

/** Finds the browser's interface. The page can have replaced it by anything. */
const findContext = (): ModelContext | undefined => {
  for (const place of ['document', 'navigator'] as const) {
    try {
      const { modelContext } = globalThis[place] as { modelContext?: Partial<ModelContext> };
      if (typeof modelContext?.registerTool === 'function') return modelContext as ModelContext;
    } catch {
      // The page defined a getter that throws.
    }
  }
  return undefined;
};

/**
 * Registers a tool under its name; if that is taken, under its name, a dot and eight random hexadecimal digits.
 *
 * Browsers write the tool and its results as JSON, so both are without the page's `toJSON`.
 *
 * @returns the name; `undefined` if the browser has no WebMCP, or the page forbids it
 */
export const register = async (tool: Tool): Promise<string | undefined> => {
  const context = findContext();
  const execute = (input: unknown): unknown => bare(tool.execute(input));
  for (const name of [tool.name, `${tool.name}.${globalThis.crypto.randomUUID().slice(0, 8)}`]) {
    try {
      await context?.registerTool(bare({ ...tool, name, execute }));
      return context && name;
    } catch {
      // Taken, or forbidden by the page's permissions policy.
    }
  }
  return undefined;
};
