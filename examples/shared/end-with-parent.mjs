/** For `node --import`: ends a process and its group when its parent has ended. */
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.kill(-process.pid, 'SIGKILL'), 500).unref();
