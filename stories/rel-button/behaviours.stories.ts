import type { Meta, StoryObj } from '@storybook/web-components-vite';
import { html } from 'lit';
import { ACCEPTS, badge, button, type ButtonArgs, VENDOR } from '../support/elements.js';
import '../support/story-agent.js';
import { letPasskey, PASSKEYS, type PasskeyOfStory } from '../support/story-authenticator.js';
import { VENDOR_ANSWERS, type VendorAnswer } from '../support/story-vendor.js';

/** Where a passkey can sign, under terms to choose from. */
const WITH_ENDPOINT = { endpoint: '/relbutton', accepts: ['SD-BASE', 'SD-BASE-DP', 'SD-BASE-A'] };

interface FlowArgs extends ButtonArgs {
  /** The vendor's answer to the record. */
  answer: VendorAnswer;
  /** The agents that answer, by name. */
  agents: string[];
  /** Whether the agents stay silent once they are chosen. */
  silent: boolean;
  /** What the story's fake passkey does. */
  passkey: PasskeyOfStory;
  /** The status of the relationship that the fake passkey has with the vendor; empty for none. */
  standing: string;
  /** Whether the vendor keeps some data of a person who leaves and asks to erase it. */
  keeps: boolean;
}

/** The steps after a press. Only a person's press starts a flow, and no script can, so press the button yourself. */
export default {
  title: 'Elements/rel-button/Behaviours',
  component: 'rel-button',
  args: {
    vendorName: VENDOR,
    accepts: ACCEPTS,
    answer: 'accept',
    agents: ['Your agent'],
    silent: false,
    passkey: 'signs',
    standing: '',
    keeps: false,
  },
  argTypes: {
    answer: { control: 'inline-radio', options: VENDOR_ANSWERS },
    agents: { control: 'object' },
    passkey: { control: 'inline-radio', options: Object.keys(PASSKEYS) },
    standing: { control: 'inline-radio', options: ['', 'related', 'paused', 'ended'] },
  },
  // Not on the docs page: the agents of one story would answer the others.
  tags: ['!autodocs'],
  render: ({ answer, agents, silent, passkey, standing, keeps, ...args }) => {
    letPasskey(passkey);
    const fake = args.endpoint ? ` The passkey of this story is a fake: it ${PASSKEYS[passkey]}.` : '';
    const answering = agents[0] ? ', and answer the agent' : '';
    return html`<p class="hint" lang="en" dir="ltr">Only a person's press starts a flow, never a script's: press the button${answering}.${fake}</p>
      <div class="sides">
        <story-vendor .name=${args.vendorName ?? ''} .accepts=${args.accepts} .answer=${answer} .standing=${standing} .keeps=${keeps}
          ><p>${badge(args)}</p>${button(args)}</story-vendor
        >
        ${agents.map((label) => html`<story-agent .label=${label} .silent=${silent}></story-agent>`)}
      </div>`;
  },
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

/** The vendor does not answer yet. The person waits, or cancels. */
export const Deciding: Story = { args: { answer: 'slow' } };

/** The chosen agent stays silent. After 2 seconds the person can choose another, or go on waiting. */
export const SilentAgent: Story = { args: { silent: true } };

/** Rows in random order: no agent can buy the first place. */
export const SeveralAgents: Story = { args: { agents: ['Pocket Agent', 'Home Ledger'] } };

/** Where an agent offers more than one act, the act is chosen first; the agent is there once. */
export const SeveralActs: Story = {
  args: { acts: ['relate', 'converse', 'com.example.loyalty'], ...WITH_ENDPOINT },
};

/** Most visitors have no agent: their passkey signs. */
export const Passkey: Story = { args: { agents: [], ...WITH_ENDPOINT } };

/** The browser's dialog is open. */
export const PasskeySigning: Story = { args: { ...Passkey.args, passkey: 'waits' } };

/** Some browsers want a press for each of their two dialogs. One more press signs. */
export const PasskeyUnsigned: Story = { args: { ...Passkey.args, passkey: 'asks again' } };

/** The person closed the browser's dialog: the form is as it was. */
export const PasskeyCancelled: Story = { args: { ...Passkey.args, passkey: 'cancels' } };

/** The browser has passkeys, but this device has none: the form and the other ways stay. */
export const PasskeyUnavailable: Story = { args: { ...Passkey.args, passkey: 'missing' } };

/** Press "I have been here before": the vendor does not know the passkey. */
export const PasskeyUnknown: Story = { args: { ...Passkey.args, passkey: 'unknown' } };

/** The vendor has the record, and does not answer yet. */
export const PasskeyDeciding: Story = { args: { ...Passkey.args, answer: 'slow' } };

/** The vendor counters; one press signs its agreement. */
export const PasskeyCounter: Story = { args: { ...Passkey.args, answer: 'counter' } };

/** The vendor does not agree: the other ways are there. */
export const PasskeyRefused: Story = { args: { ...Passkey.args, answer: 'refuse' } };

/** The vendor's endpoint is down: the same record can be sent again. */
export const PasskeyUnreached: Story = { args: { ...Passkey.args, answer: 'unreached' } };

/** Press "I have been here before": the passkey finds the relationship. */
export const Returning: Story = { args: { ...Passkey.args, standing: 'related' } };

/** What a person can sign in a relationship. */
export const Related: Story = { args: { ...Passkey.args, status: 'related', standing: 'related' } };

/** Check "and erase my data", and leave: the vendor says what it keeps, why, and until when. */
export const LeaveAndErase: Story = { args: { ...Related.args, keeps: true } };

export const Paused: Story = { args: { ...Passkey.args, status: 'paused', standing: 'paused' } };

export const Ended: Story = { args: { ...Passkey.args, status: 'ended', standing: 'ended' } };

/** Without an endpoint, or in a browser without passkeys, the panel shows the other ways. */
export const NoAgent: Story = { args: { agents: [] } };
