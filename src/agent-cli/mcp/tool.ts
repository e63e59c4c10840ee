/** The form of a tool, and what several tools share. */
import type { ToolAnnotations } from '@modelcontextprotocol/sdk/types.js';
import type { Opened } from '../open.js';
import { type Given, type Properties, type Property, string } from './arguments.js';
import type { PermissionBook } from './permission-book.js';
import type { Prepared, PreparedActs } from './prepared.js';

/** The context of the tools. */
export interface Desk {
  readonly opened: Opened;
  readonly acts: PreparedActs;
  readonly permissions: PermissionBook;
  /** The time that a vendor has before others go on without it, in milliseconds. */
  readonly patience: number;
  /** Has the person look at an act. @returns what the assistant is told */
  present(prepared: Prepared): object;
}

export interface Tool {
  readonly description: string;
  readonly properties: Properties;
  readonly required: readonly string[];
  readonly annotations: ToolAnnotations;
  run(desk: Desk, given: Given): Promise<object>;
}

/** Reads the ledger alone. The hints are those of the protocol ("Tool annotations"). */
export const READS: ToolAnnotations = { readOnlyHint: true, destructiveHint: false, openWorldHint: false };

/** The most relationships that a tool tells of at once. */
export const MAX_RELATIONSHIPS = 50;
export const AFTER: Property = string('the "relationship" of the last one of the page before');
/** Names a page of relationships. */
export const pageAfter = (after: unknown): { after: string | undefined; limit: number } => ({
  after: after as string | undefined,
  limit: MAX_RELATIONSHIPS,
});
