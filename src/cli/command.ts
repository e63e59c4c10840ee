import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from './nearest.js';

/** A subcommand of `relbutton`. */
export interface Command {
  /** Describes it in one line. */
  readonly about: string;
  readonly help: string;
  /**
   * @param args what stands after its name
   * @returns the exit code
   * @throws Error if it cannot do its work
   */
  run(args: string[]): Promise<number>;
}

/** A command was called in a wrong way. Its message says how to call it. */
export class UsageError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>>;

const parse = <T extends Options>(args: string[], options: T, allowPositionals: boolean): Parsed<T> => {
  try {
    return parseArgs({ args, options, allowPositionals });
  } catch (cause) {
    const { message } = cause as Error;
    const [, unknown = ''] = /Unknown option '--([\w-]+)'/.exec(message) ?? [];
    const near = unknown && didYouMean(unknown, Object.keys(options)).replace(/ (?=[\w-]+\?)/g, ' --');
    throw new UsageError(near ? `There is no option --${unknown}.${near}` : message, { cause });
  }
};

/** Reads the options of a command, which takes no other arguments. @throws UsageError if one is unknown or lacks its value */
export const readOptions = <T extends Options>(args: string[], options: T): Parsed<T>['values'] =>
  parse(args, options, false).values;

/**
 * Reads the options of a command, and its arguments in their order.
 *
 * @param names of the arguments, which are all required
 * @throws UsageError if an option is unknown or lacks its value, or an argument is missing or too many
 */
export const readArguments = <T extends Options>(
  args: string[],
  options: T,
  names: readonly string[],
): { options: Parsed<T>['values']; given: string[] } => {
  const { values, positionals: given } = parse(args, options, true);
  const missing = names[given.length];
  if (missing !== undefined) throw new UsageError(`Name the ${missing}.`);
  if (given.length > names.length) throw new UsageError(`"${given[names.length]}" is one argument too many. Quote a text.`);
  return { options: values, given };
};
