import { parseArgs, type ParseArgsConfig } from 'node:util';

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

type Read<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'];

/** Reads the options of a command, which takes no other arguments. @throws UsageError if one is unknown or lacks its value */
export const readOptions = <T extends Options>(args: string[], options: T): Read<T> => readArguments(args, options, []).options;

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
): { options: Read<T>; given: string[] } => {
  let read: { values: Read<T>; positionals: string[] };
  try {
    read = parseArgs({ args, options, allowPositionals: names.length > 0 });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
  const { values, positionals: given } = read;
  const missing = names[given.length];
  if (missing !== undefined) throw new UsageError(`Name the ${missing}.`);
  if (given.length > names.length) throw new UsageError(`"${given[names.length]}" is one argument too many. Quote a text.`);
  return { options: values, given };
};
