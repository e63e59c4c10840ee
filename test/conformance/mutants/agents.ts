/** Agents with one fault each: the plain agent with a changed text. */
export interface AgentMutant {
  readonly rule: string;
  readonly name: string;
  readonly file: 'agent.js' | 'ask.js';
  readonly from: string;
  readonly to: string;
}

const inPage = (rule: string, name: string, from: string, to: string): AgentMutant => ({
  rule,
  name,
  file: 'agent.js',
  from,
  to,
});
const inWindow = (rule: string, name: string, from: string, to: string): AgentMutant => ({
  rule,
  name,
  file: 'ask.js',
  from,
  to,
});

export const AGENT_MUTANTS: readonly AgentMutant[] = [
  inPage('C-56', 'answers without a press', 'if (!isPressed(host) || ', 'if ('),
  inPage('C-57', 'answers every ask', ' || offers.length >= 30', ''),
  inPage('C-33', 'offers after the dispatch', "  send('offer', id,", "  setTimeout(send, 50, 'offer', id,"),
  inPage('C-32', 'answers any version', '!v.includes(1)', 'false'),
  inPage('C-24', 'reads messages of any length', ' || text.length > 65_536', ''),
  inPage(
    'C-28',
    'throws for text that is no JSON',
    '  } catch {\n    return undefined;',
    '  } catch (error) {\n    throw error;',
  ),
  inPage(
    'C-29',
    'uses one offer for all asks',
    'const offer = crypto.randomUUID();',
    "const offer = '3f2b8c4e-5d6a-4b7c-8d9e-0a1b2c3d4e5f';",
  ),
  inPage('C-48', 'hears any element', '(host !== flow.host && ', '(false && '),
  inPage('C-58', 'believes the origin in a message', 'vendor?.origin !== location.origin || ', ''),
  inPage(
    'C-2',
    'asks in the page',
    "  send('ack', id, { offer });\n",
    `  send('ack', id, { offer });
  const yes = document.createElement('button');
  yes.onclick = () => send('propose', id, { offer, record: '{}' });
  document.body.append(yes);\n`,
  ),
  inPage('C-37', 'sends no ack', "  send('ack', id, { offer });\n", ''),
  inPage(
    'C-42',
    'speaks after a cancel',
    "  if (message.type === 'cancel'",
    "  if (message.type === 'cancel' && message.offer) send('done', message.id, { offer: flow.offer, outcome: 'dismissed' });\n  if (message.type === 'cancel'",
  ),
  inWindow('C-3', 'signs without asking', 'if (!(await confirmed(', 'if (false && !(await confirmed('),
  inWindow('C-95', 'signs for an aud with a slash', 'aud: origin,', 'aud: `${origin}/`,'),
  inWindow('C-107', 'signs for an hour', 'exp: iat + 600', 'exp: iat + 3_600'),
  inWindow('C-93', 'has an iss that is no thumbprint', '{ iss, aud', "{ iss: 'A'.repeat(43), aud"),
  inWindow('C-234', 'signs anew what waits for its answer', 'isWaiting(relationship.waiting, claims)', 'false'),
  inWindow('C-38', 'proposes a third time', 'tries < 2', 'tries < 3'),
  inWindow(
    'C-212',
    'drops the challenge after a counter',
    '    agreement = other;',
    '    agreement = other;\n    challenge = undefined;',
  ),
  inWindow(
    'C-43',
    'says agreed after a refusal',
    "if (answer !== 'counter') return 'dismissed';",
    "if (answer !== 'counter') return 'agreed';",
  ),
  inWindow(
    'C-221',
    'takes a countersignature that does not fit',
    "throw new Error('The vendor’s signature does not fit.');",
    ';',
  ),
  inWindow('C-222', 'takes another payload', "throw new Error('The vendor answered by another record.');", ';'),
  inWindow('C-13', 'follows keys to another origin', 'if (new URL(url).origin !== origin)', 'if (false)'),
  inWindow('C-19', 'follows redirects', "redirect: 'error'", "redirect: 'follow'"),
  inWindow(
    'C-94',
    'has one key for all vendors',
    'const makeRelationship = async () => {',
    "const makeRelationship = async () => {\n  const known = await load('key');\n  if (known) return { ...known, records: [] };\n  const made = await makeKey();\n  await save('key', made);\n  return made;\n};\nconst makeKey = async () => {",
  ),
  inWindow('C-235', 'keeps no record', 'records: [...relationship.records, kept]', 'records: []'),
];
