/** A keyring of its own for one command: the Secret Service of GNOME, on a message bus of its own, without a screen. */
import { hasProgram } from './engines.mjs';

const PROGRAMS = ['dbus-run-session', 'gnome-keyring-daemon', 'secret-tool'];

/** The message for a machine without a keyring; `''` if it has one. */
export const missingKeyring = PROGRAMS.every(hasProgram)
  ? ''
  : 'The system keyring is missing: apt-get install dbus gnome-keyring libsecret-tools';

/** Returns a command that runs a line of the shell, `$1` and so on in it, with an unlocked keyring. */
export const withKeyring = (line, ...parameters) => [
  ...['dbus-run-session', '--', 'sh', '-c'],
  `printf login | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ${line}`,
  ...['sh', ...parameters],
];
