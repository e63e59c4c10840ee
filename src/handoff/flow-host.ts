import type { Outcome } from '../contract/flow.js';
import type { Message, MessageBody } from '../contract/messages.js';
import type { Reply } from '../contract/replies.js';
import type { openWebAgent } from './web-agent.js';

/** What a flow is about, read when the person presses the button. */
export interface Terms extends Pick<Message<'ask'>, 'acts' | 'lang'> {
  /** Goes to the chosen agent. */
  readonly told: Omit<MessageBody<'choose'>, 'offer' | 'act'>;
}

/** What a flow needs of its element. */
export interface FlowHost {
  /** Puts a record to the vendor; resolves to `undefined` where the vendor is not reached. Never rejects. */
  submit(record: string): Promise<Reply | undefined>;
  /** Opens the window of an agent elsewhere. */
  readonly open: typeof openWebAgent;
  /** Draws the flow's new state. The last call brings the one outcome, and the record where both sides signed. */
  update(outcome?: Outcome, record?: string): void;
}
