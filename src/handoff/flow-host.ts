import type { Outcome } from '../contract/flow.js';
import type { Message, MessageBody } from '../contract/messages.js';
import type { PageReply } from '../contract/replies.js';
import type { Status } from '../contract/statuses.js';
import type { openWebAgent } from './web-agent.js';

/** The terms of a flow, read when the person presses the button. */
export interface Terms extends Pick<Message<'ask'>, 'acts' | 'lang'> {
  /** Sent to the chosen agent. */
  readonly told: Omit<MessageBody<'choose'>, 'offer' | 'act'>;
  /** The status that the button shows. */
  readonly status: Status;
  /** The thumbprint of the customer's key, if the vendor's server knows who is there. */
  readonly customer?: string | undefined;
}

/** The services of an element that its flow uses. */
export interface FlowHost {
  /**
   * Sends a record to the vendor; resolves to `undefined` if the vendor is not reached. Never rejects.
   *
   * @param isExport `true` if a passkey's record asks for an export
   */
  submit(record: string, isExport: boolean): Promise<PageReply | undefined>;
  /** Opens the window of an agent elsewhere (contract, "Agents elsewhere"). */
  readonly open: typeof openWebAgent;
  /** Draws the flow's new state. The last call has the one outcome, and the record if both sides signed. */
  update(outcome?: Outcome, record?: string): void;
}
