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
  type RequestId,
} from '@modelcontextprotocol/sdk/types.js';
import { writeJson } from '../../contract/write-json.js';
import { VERSION } from '../../version.js';
import { UsageError } from '../../cli/command.js';
import { titleOf } from '../in-words.js';
import { checkArguments, type Given } from './arguments.js';
import { LIFE } from './prepared.js';
import { listResources, readResource, TEMPLATES } from './resources.js';
import type { Room } from './room.js';
import { told } from './telling.js';
import type { Desk } from './tool.js';
import { TOOLS } from './tools.js';
import { NOTE, untrusted } from './untrusted.js';

const INSTRUCTIONS = `These tools are a person's own agent towards vendors. The prepare tools prepare an act: the person reads it in
a window of their own or at their terminal, and only their yes there signs it, or, for a need, a standing permission that they made in that
window. Say so, and ask status_of what became of it. ${NOTE}`;

const LISTED = Object.entries(TOOLS).map(([name, { description, properties, required, annotations }]) => ({
  name,
  description,
  inputSchema: { type: 'object' as const, properties: { ...properties }, required: [...required], additionalProperties: false },
  annotations,
}));

const resultOf = (value: object, isError = false): CallToolResult => ({
  content: [{ type: 'text', text: `${NOTE}\n${writeJson(value)}` }],
  ...(isError && { isError }),
});

const call = async (room: Room, present: Desk['present'], name: string, given: Given): Promise<CallToolResult> => {
  try {
    const tool = Object.hasOwn(TOOLS, name) ? TOOLS[name] : undefined;
    if (!tool) throw new UsageError(`There is no such tool. There are: ${Object.keys(TOOLS).join(', ')}.`);
    checkArguments(given, tool.properties, tool.required);
    return resultOf(await room.limited(() => tool.run({ ...room, present }, given)));
  } catch (error) {
    // A message can quote what a vendor publishes.
    return resultOf({ error: untrusted((error as Error).message) }, true);
  }
};

type Server = McpServer['server'];

/**
 * Asks the person: at their terminal, or on the page of the act. Where the client can open the page itself, the assistant is not told its
 * address.
 */
const presentBy =
  ({ acts, window, prompt }: Room, server: Server, relatedRequestId: RequestId): Desk['present'] =>
  (prepared) => {
    if (prompt) {
      prompt.ask(prepared);
      return { ...told(prepared), hint: 'The person is asked at their terminal, and decides there.' };
    }
    const url = window.addressOf(prepared);
    if (!server.getClientCapabilities()?.elicitation?.url) {
      prepared.isTold = true;
      return { ...told(prepared), address: url, hint: 'Ask the person to open this address: they decide there.' };
    }
    const { act, to } = prepared.act.shown;
    const about = `${titleOf(act)}: ${to.map(({ origin }) => origin).join(', ')}`;
    const message = `Your agent has prepared this for you to read and decide on. ${about}`;
    const asked = { mode: 'url' as const, message, url, elicitationId: prepared.id };
    prepared.ondecided = () =>
      void server
        .createElicitationCompletionNotifier(prepared.id)()
        .catch(() => undefined);
    // Over HTTP, the question goes out with the tool's answer: a client need not have another stream open.
    server.elicitInput(asked, { timeout: LIFE, relatedRequestId }).then(
      ({ action }) => action !== 'accept' && acts.decline(prepared),
      () => acts.decline(prepared),
    );
    return { ...told(prepared), hint: 'The person is asked to open a window, and decides there.' };
  };

/** Serves an assistant over a transport, until one of the two closes it. */
export const serveAssistant = async (room: Room, transport: Transport): Promise<void> => {
  const mcp = new McpServer(
    { name: 'relbutton-agent', version: VERSION },
    { capabilities: { tools: {}, resources: {} }, instructions: INSTRUCTIONS },
  );
  const { server } = mcp;
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: LISTED }));
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }, { requestId }) =>
    call(room, presentBy(room, server, requestId), name, given),
  );
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }) =>
    room.limited(() => listResources(room.opened, params?.cursor)),
  );
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates: TEMPLATES }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => ({
    contents: [await room.limited(() => readResource(room.opened, uri))],
  }));
  await mcp.connect(transport);
};
