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

/** An option or argument is wrong. The list of the options helps. */
export class CallError extends UsageError {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<T extends Options> = ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: true }>>;

/** Says what is wrong with a call, from the error of `parseArgs`. */
const faultOf = (error: Error, options: Options): string => {
  const { message } = error;
  const { code } = error as NodeJS.ErrnoException;
  const [, named = ''] = /'(-[^\s=']*)/.exec(message) ?? [];
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = didYouMean(named.replace(/^-+/, ''), Object.keys(options)).replace(/ (?=[\w-]+\?)/g, ' --');
    return `There is no option ${named}.${near}`;
  }
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return message;
  if (/does not take an argument/.test(message)) return `${named} takes no value.`;
  return `${named} needs a value.${/ambiguous/.test(message) ? ` Write one that begins with "-" as ${named}=-1.` : ''}`;
};

const parse = <T extends Options>(args: string[], options: T): Parsed<T> => {
  let parsed: Parsed<T>;
  try {
    parsed = parseArgs({ args, options, allowPositionals: true });
  } catch (cause) {
    throw new CallError(faultOf(cause as Error, options), { cause });
  }
  const empty = Object.entries(parsed.values).find(([, value]) => value === '');
  if (empty) throw new CallError(`--${empty[0]} is empty. Give it a value, or leave it out.`);
  return parsed;
};

/**
 * Reads the options of a command, and its arguments in their order. Of an option that is given twice, the last one counts.
 *
 * @param names of the arguments, which are all required
 * @throws UsageError if an option is unknown or lacks its value, or an argument is missing, empty or too many
 */
export const readArguments = <T extends Options>(
  args: string[],
  options: T,
  names: readonly string[],
): { options: Parsed<T>['values']; given: string[] } => {
  const { values, positionals: given } = parse(args, options);
  const missing = names.find((_, i) => !given[i]);
  if (missing !== undefined) throw new CallError(`Name the ${missing}.`);
  if (given.length > names.length) throw new CallError(`"${given[names.length]}" is one argument too many. Quote a text.`);
  return { options: values, given };
};

/** Reads the options of a command, which takes no other arguments. @throws UsageError as `readArguments` */
export const readOptions = <T extends Options>(args: string[], options: T): Parsed<T>['values'] =>
  readArguments(args, options, []).options;
