/** docs/architecture.md draws the flow as the code runs it, and names files that are there. */
import { deepStrictEqual as same, strictEqual as is } from 'node:assert';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSITIONS } from '../../src/handoff/transitions.js';
import { root } from '../support/doc.mjs';

const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** A line for each pair of states, with the steps that lead from one to the other. `cancel` leads everywhere to the end. */
const drawn = (): string => {
  const steps = new Map<string, string[]>();
  for (const [from, row] of Object.entries(TRANSITIONS)) {
    for (const [step, to] of Object.entries(row)) {
      const arrow = `${from} --> ${to === 'ended' ? '[*]' : to}`;
      if (step !== 'cancel') steps.set(arrow, [...(steps.get(arrow) ?? []), step]);
    }
  }
  const lines = [...steps].map(([arrow, names]) => `  ${arrow}: ${names.join(', ')}`);
  return ['stateDiagram-v2', '  [*] --> asking: press', ...lines, ''].join('\n');
};

describe('the page on architecture', () => {
  it('draws every step of a flow, and no other', () => {
    is(/```mermaid\n([^`]*)```/.exec(text)?.[1], drawn());
  });

  it('says truly that every state but the last can be cancelled', () => {
    const uncancelled = Object.entries(TRANSITIONS).filter(([, row]) => !('cancel' in row));
    same(
      uncancelled.map(([state]) => state),
      ['ended'],
    );
  });

  it('names files that are there', () => {
    const named = [
      ...text.matchAll(
        /`((?:\.config|build|contract|records|handoff|locales|agent|server|conformance|webmcp|elements|docs|test)\/[\w./-]+\.\w+)`/g,
      ),
    ];
    const missing = named
      .map(([, file = '']) => file)
      .filter((file) => !existsSync(join(root, file)) && !existsSync(join(root, 'src', file)));
    same(missing, []);
  });
});
