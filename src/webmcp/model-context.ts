/**
 * What browsers have for tools of a page, in two shapes: WebMCP as it is drafted (https://webmachinelearning.github.io/webmcp/),
 * and as it was, on `navigator`.
 *
 * @module
 */

/** A tool of the page, for AI agents that browse with the person. */
export interface Tool {
  /** `[A-Za-z0-9_.-]{1,128}` */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** A JSON Schema. No browser holds callers to it. */
  readonly inputSchema: object;
  readonly annotations: { readonly readOnlyHint: boolean; readonly untrustedContentHint: boolean };
  /** Gets whatever a caller gives, and never throws: one browser hides what is thrown, the other hands it out. */
  execute(input: unknown): unknown;
}

interface ModelContext {
  registerTool(tool: Tool): unknown;
}

/** The one there is; a page can put anything in its place. */
const findContext = (): ModelContext | undefined => {
  for (const place of ['document', 'navigator'] as const) {
    try {
      const { modelContext } = globalThis[place] as { modelContext?: Partial<ModelContext> };
      if (typeof modelContext?.registerTool === 'function') return modelContext as ModelContext;
    } catch {
      // A trap of the page's.
    }
  }
  return undefined;
};

/**
 * Registers a tool: under its name, or where that is taken under its name, a dot and eight hexadecimal digits that nobody can
 * have taken before.
 *
 * @returns the name; `undefined` where the browser has no such tools, or the page lets nobody have any
 */
export const register = async (tool: Tool): Promise<string | undefined> => {
  const context = findContext();
  for (const name of [tool.name, `${tool.name}.${globalThis.crypto.randomUUID().slice(0, 8)}`]) {
    try {
      await context?.registerTool({ ...tool, name });
      return context && name;
    } catch {
      // Taken, or forbidden by the page's permissions policy.
    }
  }
  return undefined;
};
