import { Server } from 'node:net'

/*
 * The fault that a control plants, loaded by a server before anything else: it lets in as many connections as come, and
 * knows of no limit to its files.
 */
const boundless: PropertyDescriptor = { get: () => undefined, set() {} }
Reflect.defineProperty(Server.prototype, 'maxConnections', boundless)
