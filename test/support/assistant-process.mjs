/** An assistant in a process of its own: it starts a server by the command that it is given, prepares an act, and prints how that ends. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const [name, given, command, ...args] = process.argv.slice(2);
const client = new Client({ name: 'scripted', version: '1' }, { capabilities: { elicitation: { form: {}, url: {} } } });
await client.connect(new StdioClientTransport({ command, args, env: process.env }));
const call = async (tool, fields) => {
  const { content } = await client.callTool({ name: tool, arguments: fields });
  return JSON.parse(content[0].text.slice(content[0].text.indexOf('\n') + 1));
};
let told = await call(name, JSON.parse(given));
while (told.state === 'waiting for the person' || told.state === 'being sent') {
  await new Promise((resolve) => setTimeout(resolve, 20));
  told = await call('status_of', { prepared: told.prepared });
}
console.log(`ended: ${JSON.stringify(told)}`);
await client.close();
