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

/** Reads the options of a command, which takes no other arguments. @throws UsageError if one is unknown or lacks its value */
export const readOptions = <T extends Options>(
  args: string[],
  options: T,
): ReturnType<typeof parseArgs<{ args: string[]; options: T }>>['values'] => {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
};
