/**
 * The agent as a server of the Model Context Protocol. Needs the package `@modelcontextprotocol/sdk`.
 *
 * @module
 */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { writeJson } from '../../contract/write-json.js';
import { VERSION } from '../../version.js';
import { UsageError } from '../../cli/command.js';
import { titleOf } from '../in-words.js';
import type { Opened } from '../open.js';
import { checkArguments, type Given } from './arguments.js';
import { LIFE, type Prepared, PreparedActs } from './prepared.js';
import { readResource, RESOURCES, TEMPLATES } from './resources.js';
import { told } from './telling.js';
import { type Desk, TOOLS } from './tools.js';
import { NOTE, untrusted } from './untrusted.js';
import { openWindow } from './window.js';

const INSTRUCTIONS = `These tools are a person's own agent towards vendors. The prepare tools sign nothing: the person reads each act in a
window of their own, and decides there. Say so, and ask status_of what became of it. ${NOTE}`;

const LISTED = Object.entries(TOOLS).map(([name, { description, properties, required, prepares = false }]) => ({
  name,
  description,
  inputSchema: { type: 'object' as const, properties: { ...properties }, required: [...required], additionalProperties: false },
  annotations: { readOnlyHint: !prepares, destructiveHint: false, openWorldHint: true },
}));

const resultOf = (value: object, isError = false): CallToolResult => ({
  content: [{ type: 'text', text: `${NOTE}\n${writeJson(value)}` }],
  ...(isError && { isError }),
});

const call = async (desk: Desk, name: string, given: Given): Promise<CallToolResult> => {
  try {
    const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
    if (!tool) throw new UsageError(`There is no such tool. There are: ${Object.keys(TOOLS).join(', ')}.`);
    checkArguments(given, tool.properties, tool.required);
    return resultOf(await tool.run(desk, given));
  } catch (error) {
    // A message can quote what a vendor publishes.
    return resultOf({ error: untrusted((error as Error).message) }, true);
  }
};

type Server = McpServer['server'];

/** Opens the page of an act in the person's browser where the client can, without telling the assistant its address. */
const presentBy =
  (server: Server, acts: PreparedActs, addressOf: (prepared: Prepared) => string): Desk['present'] =>
  (prepared) => {
    const url = addressOf(prepared);
    const { act, to } = prepared.act.shown;
    const about = `${titleOf(act)}: ${to.map(({ origin }) => origin).join(', ')}`;
    if (!server.getClientCapabilities()?.elicitation?.url) {
      prepared.isTold = true;
      return { ...told(prepared), address: url, hint: 'Ask the person to open this address: they decide there.' };
    }
    const message = `Your agent has prepared this for you to read and decide on. ${about}`;
    server.elicitInput({ mode: 'url', message, url, elicitationId: prepared.id }, { timeout: LIFE }).then(
      ({ action }) => action !== 'accept' && acts.decline(prepared),
      () => acts.decline(prepared),
    );
    return { ...told(prepared), hint: 'The person is asked to open a window, and decides there.' };
  };

export interface Assistant {
  /** Closes the connection and the window. */
  close(): Promise<void>;
  /** Resolves when the client has gone. */
  readonly closed: Promise<void>;
}

/**
 * Serves an assistant over a transport.
 *
 * @param opened the person's ledger
 * @param now the clock, in milliseconds since 1970. Default: the system's
 */
export const serveAssistant = async (opened: Opened, transport: Transport, now?: () => number): Promise<Assistant> => {
  const acts = new PreparedActs(now);
  const window = await openWindow(acts, opened.passphrase);
  const mcp = new McpServer(
    { name: 'relbutton-agent', version: VERSION },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  const { server } = mcp;
  const desk: Desk = { opened, acts, present: presentBy(server, acts, (prepared) => window.addressOf(prepared)) };
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: LISTED }));
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }) => call(desk, name, given));
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: RESOURCES }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: TEMPLATES }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => ({
    contents: [await readResource(opened, uri)],
  }));
  acts.ondecided = ({ id, isTold }) => {
    if (!isTold)
      void server
        .createElicitationCompletionNotifier(id)()
        .catch(() => undefined);
  };
  const closed = new Promise<void>((resolve) => {
    server.onclose = () => {
      window.close();
      resolve();
    };
  });
  await mcp.connect(transport);
  return { close: () => mcp.close(), closed };
};
