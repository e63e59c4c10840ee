import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UnreachableError } from './report.js';

/** The engines of the browsers that the kit opens. */
export const ENGINES = ['chromium', 'firefox'] as const;
export type Engine = (typeof ENGINES)[number];

const PROGRAMS: Readonly<Record<Engine, readonly string[]>> = {
  chromium: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  firefox: ['firefox', 'firefox-esr'],
};
const ELSEWHERE: Readonly<Record<Engine, readonly string[]>> = {
  chromium: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  firefox: ['/Applications/Firefox.app/Contents/MacOS/firefox', 'C:\\Program Files\\Mozilla Firefox\\firefox.exe'],
};

const isProgram = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Finds a browser on the `PATH` and in the usual places. @throws UnreachableError */
export const findBrowser = (engine: Engine): string => {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const onPath = PROGRAMS[engine].flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = [...onPath, ...ELSEWHERE[engine]].find(isProgram);
  if (!found) throw new UnreachableError(`No ${engine} is on this machine: install one, or name its program by --browser.`);
  return found;
};
