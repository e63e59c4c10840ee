/** What strangers send to a socket, more of it than in each run. */
process.env.RELBUTTON_REQUESTS = '10000';
await import('../server/raw.test.js');
