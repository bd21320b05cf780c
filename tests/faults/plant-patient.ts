import { Server } from 'node:http'

/*
 * The fault that a control plants, loaded by a server before anything else: it waits for headers as long as it takes.
 */
const endless: PropertyDescriptor = { get: () => 0, set() {} }
Reflect.defineProperty(Server.prototype, 'headersTimeout', endless)
