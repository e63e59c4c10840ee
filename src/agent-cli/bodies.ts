import { vendorText } from '../agent/vendor-text.js';
import { UsageError } from '../cli/command.js';
import type { CustomerAct } from '../contract/acts.js';
import { BODIES, type Body, bodyFault, isReadable } from '../contract/bodies.js';
import { copy } from '../contract/fields.js';
import { writeJson } from '../contract/write-json.js';
import { RecordError } from '../records/errors.js';

/** Checks that a person sees each character that is signed. @throws RecordError `unreadable_text` */
const checkReadable = (value: unknown): void => {
  if (typeof value === 'object' && value) for (const item of Object.values(value)) checkReadable(item);
  else if (typeof value === 'string' && (!isReadable(value) || vendorText(value) !== value))
    throw new RecordError('unreadable_text');
};

/**
 * Copies the body of an act that a person is going to be asked about.
 *
 * @param hint says where the fields are described
 * @throws RecordError with the code of a field that is not valid; UsageError if a field without a code is not
 */
export const bodyOf = <A extends CustomerAct>(act: A, given: object, hint: string): Body<A> => {
  const fault = bodyFault(act, given);
  if (fault) throw new RecordError(fault);
  const body = copy(BODIES[act], given) as Body<A> | undefined;
  const wrong = Object.entries(given).find(([field, value]) => value !== undefined && !Object.hasOwn(body ?? {}, field));
  if (!body || wrong)
    throw new UsageError(
      wrong ? `${wrong[0]} ${vendorText(writeJson(wrong[1]))} does not fit. ${hint}` : `A field is missing. ${hint}`,
    );
  checkReadable(body);
  return { ...body };
};
