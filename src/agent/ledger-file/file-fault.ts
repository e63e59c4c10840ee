const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there, or its folder is not.',
  ENOTDIR: 'a part of its path is no folder.',
  EISDIR: 'it is a folder.',
  EACCES: 'you may not read it, or not write there.',
  EPERM: 'it belongs to another user.',
  EROFS: 'the disk is read-only.',
  ENOSPC: 'the disk is full.',
  EMFILE: 'too many files are open.',
};

/** Says why a file cannot be opened, in words that follow a colon. */
export const fileFault = (error: unknown): string => {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return FAULTS[code] ?? `${message}.`;
};
