export { type Act, ACTS } from './contract/acts.js';
export { AGREEMENT_IDS, type AgreementId, AGREEMENTS, agreementUrl, type Use, USES } from './contract/agreements.js';
export { type Claims, permits, readClaims } from './contract/record.js';
export type { Reply } from './contract/replies.js';
export { type Magnet, SIGNS, type Status, STATUSES } from './contract/statuses.js';
export { RelActivateEvent, RelOutcomeEvent, RelProposeEvent, RelStatusChangeEvent } from './elements/events.js';
export { RelBadge } from './elements/rel-badge/rel-badge.js';
export {
  type Appearance,
  APPEARANCES,
  NO_AGENT,
  type NoAgent,
  RelButton,
  type Size,
  SIZES,
} from './elements/rel-button/rel-button.js';
export type { Outcome } from './handoff/flow.js';
export { debug } from './handoff/router.js';
export { VERSION } from './version.js';
