/** What the codes of a system's errors mean, in words that follow "cannot be read: ". */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission',
  EADDRNOTAVAIL: 'this machine has no such address',
  EAI_AGAIN: 'its host cannot be looked up now',
  EDQUOT: 'your share of the disk is used up',
  EEXIST: 'a file of that name is there',
  EFBIG: 'a file may not become so large here',
  EHOSTUNREACH: 'its host cannot be reached from here',
  EISDIR: 'it is a folder',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection broke off',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'its name is too long',
  ENETUNREACH: 'its network cannot be reached from here',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is no folder',
  ENOTFOUND: 'its host is not known',
  EPERM: 'you have no permission',
  EROFS: 'the disk can only be read',
  ETIMEDOUT: 'it does not answer in time',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer in time',
};

/** Returns the code of an error or of its cause, such as `ENOENT`. */
export const codeOf = (error: unknown): string | undefined => {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: readonly unknown[] };
  if (typeof code === 'string') return code;
  const inner = errors?.[0] ?? cause;
  return inner === undefined ? undefined : codeOf(inner);
};

/** Says why something failed: in words and with its code, if it has a known one. */
export const reasonOf = (error: unknown): string => {
  const code = codeOf(error);
  const known = code === undefined ? undefined : REASONS[code];
  return known === undefined ? (error as Error).message : `${known} (${code})`;
};

/** Returns the message of an error; of a system's error, the file and the reason. */
export const messageOf = (error: unknown): string => {
  const { path, syscall, message } = error as NodeJS.ErrnoException;
  if (syscall === undefined && message) return message;
  return path === undefined ? `It failed: ${reasonOf(error)}.` : `${path} cannot be used: ${reasonOf(error)}.`;
};
