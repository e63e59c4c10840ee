import type { Outcome } from '../contract/flow.js';
import type { Message, MessageBody } from '../contract/messages.js';
import type { Reply } from '../contract/replies.js';
import type { openWebAgent } from './web-agent.js';

/** The terms of a flow, read when the person presses the button. */
export interface Terms extends Pick<Message<'ask'>, 'acts' | 'lang'> {
  /** Sent to the chosen agent. */
  readonly told: Omit<MessageBody<'choose'>, 'offer' | 'act'>;
}

/** The services of an element that its flow uses. */
export interface FlowHost {
  /** Sends a record to the vendor; resolves to `undefined` if the vendor is not reached. Never rejects. */
  submit(record: string): Promise<Reply | undefined>;
  /** Opens the window of an agent elsewhere (contract, "Agents elsewhere"). */
  readonly open: typeof openWebAgent;
  /** Draws the flow's new state. The last call has the one outcome, and the record if both sides signed. */
  update(outcome?: Outcome, record?: string): void;
}
