const isFramedElsewhere = (): boolean => {
  try {
    for (let frame: Window = window; frame !== frame.parent; frame = frame.parent) {
      if (frame.parent.location.origin !== origin) return true;
    }
    return false;
  } catch {
    return true;
  }
};

const findProblem = (): string | false => {
  if (!isSecureContext) return 'insecure';
  return origin === 'null' ? 'without an origin' : isFramedElsewhere() && 'framed by another origin';
};

/** What the page is, that no flow can begin in it (contract, section 13); nothing where one can, and on a server. */
export const contextProblem = globalThis.document && findProblem();
