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

/** Reads the options of a command, and its one argument. @throws UsageError also if there is none, or several */
export const readWithFile = <T extends Options>(
  args: string[],
  options: T,
  what = 'file',
): Parsed<T>['values'] & { file: string } => {
  const { values, positionals } = parse(args, options, true);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError(`Name one ${what}, not ${positionals.length}.`);
  return { ...values, file };
};
