/**
 * Flags of Node for a process that serves. V8's young generation would grow by tens of MiB when much is made at once, such
 * as 5,000 sockets, and stay so: with 4 MiB a socket takes 9 KiB instead of 12 to 15, and a request no longer (`bench/`).
 */
export const serverFlags = ['--max-semi-space-size=4']
