import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ACCEPTS, badge, button, type ButtonArgs, VENDOR } from '../support/elements.js';
import '../support/story-agent.js';
import '../support/story-vendor.js';
import { VENDOR_ANSWERS, type VendorAnswer } from '../support/story-vendor.js';

/** Where a passkey can sign, under terms to choose from. */
const WITH_ENDPOINT = { endpoint: '/relbutton', accepts: ['SD-BASE', 'SD-BASE-DP', 'SD-BASE-A'] };

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
  }) => html`<p class="hint" lang="en" dir="ltr">Only a person's press starts a flow, never a script's: press the button, and answer the agent.${args.endpoint ? ' The passkey of this story is a fake, which signs at once.' : ''}</p>
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

/** Where an agent offers more than one act, the act is chosen first; the agent is there once. */
export const SeveralActs: Story = {
  args: { acts: ['relate', 'converse', 'com.example.loyalty'], ...WITH_ENDPOINT },
};

/** Most visitors have no agent: their passkey signs. That of this story is a fake, and signs at once. */
export const Passkey: Story = { args: { agents: [], ...WITH_ENDPOINT } };

/** The vendor counters; one press signs its agreement with the story's fake passkey. */
export const PasskeyCounter: Story = { args: { ...Passkey.args, answer: 'counter' } };

/** A person in a relationship. The fake passkey of this page is new, so the vendor of the story does not know it. */
export const Related: Story = { args: { ...Passkey.args, status: 'related' } };

export const Paused: Story = { args: { ...Passkey.args, status: 'paused' } };

export const Ended: Story = { args: { ...Passkey.args, status: 'ended' } };

/** Without an endpoint, or in a browser without passkeys, the panel shows the other ways. */
export const NoAgent: Story = { args: { agents: [] } };
