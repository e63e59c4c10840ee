import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ACCEPTS, badge, button, type ButtonArgs, VENDOR } from '../support/elements.js';
import '../support/story-agent.js';
import '../support/story-vendor.js';
import { VENDOR_ANSWERS, type VendorAnswer } from '../support/story-vendor.js';

interface FlowArgs extends ButtonArgs {
  /** The vendor's answer to the record. */
  answer: VendorAnswer;
  /** The agents that answer, by name. */
  agents: string[];
}

/** The steps after a press. Only a person's press starts a flow, and no script can, so press the button yourself. */
export default {
  title: 'Elements/rel-button/Behaviours',
  component: 'rel-button',
  args: { vendorName: VENDOR, accepts: ACCEPTS, answer: 'accept', agents: ['Your agent'] },
  argTypes: { answer: { control: 'inline-radio', options: VENDOR_ANSWERS }, agents: { control: 'object' } },
  // Not on the docs page: the agents of one story would answer the others.
  tags: ['!autodocs'],
  render: ({
    answer,
    agents,
    ...args
  }) => html`<p class="hint" lang="en" dir="ltr">Only a person's press starts a flow, never a script's: press the button, and answer the agent.</p>
    <div class="sides">
    <story-vendor .name=${args.vendorName ?? ''} .accepts=${args.accepts} .answer=${answer}
      ><p>${badge(args)}</p>${button(args)}</story-vendor
    >
    ${agents.map((label) => html`<story-agent .label=${label}></story-agent>`)}
  </div>`,
} satisfies Meta<FlowArgs>;

type Story = StoryObj<FlowArgs>;

/** Press the button, choose the agent, agree: badge and button become "related", and both sides hold the same record. */
export const WholeFlow: Story = {};

/** The vendor counters with another agreement; the person agrees or not. */
export const Counter: Story = { args: { answer: 'counter' } };

/** The vendor will answer later: "asked". */
export const Pending: Story = { args: { answer: 'pending' } };

export const Refused: Story = { args: { answer: 'refuse' } };

/** The vendor's endpoint is down: try again, or cancel. Nothing is agreed. */
export const Unreached: Story = { args: { answer: 'unreached' } };

/** Rows in random order: no agent can buy the first place. */
export const SeveralAgents: Story = { args: { agents: ['Your agent', 'Another agent'] } };

/** Most visitors today have no agent: the panel shows the ways without one. */
export const NoAgent: Story = { args: { agents: [] } };
