import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { serverFlags } from './server-flags.mjs'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const manifest = z
  .object({ bin: z.object({ dapur: z.string() }), engines: z.object({ node: z.string() }) })
  .parse(JSON.parse(read('package.json')))
/** `dist/server/main.js` */
const entry = manifest.bin.dapur.replace('./', '')

describe('the files of docs/deploy', () => {
  const dockerfile = read('docs/deploy/Dockerfile')
  const [, , image = ''] = dockerfile.split(/^FROM .*$/m).slice(1)

  test('the image copies only what is there', () => {
    const lines = [...dockerfile.matchAll(/^COPY (?!--from)(.+)$/gm)].map(([, rest = '']) => rest.split(' '))
    const sources = lines.flatMap((parts) => parts.slice(0, -1))
    expect(sources.length).toBeGreaterThan(5)
    expect(sources.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })

  test('every workspace of the lock is copied before npm ci, or it would refuse the lock', () => {
    const stages = dockerfile.split(/^FROM /m).filter((stage) => stage.includes('npm ci'))
    expect(stages).toHaveLength(2)
    for (const stage of stages)
      for (const workspace of ['sdk', 'admin-ui', 'scripts'])
        expect(stage.slice(0, stage.indexOf('npm ci'))).toContain(
          `COPY ${workspace}/package.json ${workspace}/`,
        )
  })

  test('the image runs the published program as nobody special, with its data in a volume', () => {
    expect(image).toContain(`ENTRYPOINT ["node", "${serverFlags.join()}", "${entry}"]`)
    expect(image).toMatch(/^USER node$/m)
    expect(image).toMatch(/^VOLUME \/data$/m)
    expect(image).toContain('DAPUR_DIR=/data')
    expect(image.indexOf('USER node')).toBeLessThan(image.indexOf('ENTRYPOINT'))
    expect(read('docs/deploy/compose.yaml')).toContain('read_only: true')
  })

  test('the health check is a program that ends with 0 for a healthy server, and 1 for none', () => {
    const [, text = '[]'] = /^HEALTHCHECK[\s\S]*?CMD (\[.*\])$/m.exec(image) ?? []
    const [command, ...args] = z.array(z.string()).parse(JSON.parse(text))
    expect(command).toBe('node')
    const { status } = spawnSync(process.execPath, args, { env: { DAPUR_PORT: '9' } })
    expect(status).toBe(1)
    const answer = `globalThis.fetch = async (url) => { if (url !== 'http://127.0.0.1:8090/api/health') throw 1; return { ok: true } };`
    expect(spawnSync(process.execPath, ['-e', answer + (args[1] ?? '')], { env: {} }).status).toBe(0)
  })

  test('the build context leaves out data, secrets and what is built', () => {
    const ignored = read('docs/deploy/Dockerfile.dockerignore').split('\n')
    for (const path of ['.git', '**/node_modules', '**/dist', 'data', '.env*'])
      expect(ignored).toContain(path)
    // What is copied must not be ignored.
    for (const path of ['server', 'sdk', 'admin-ui', 'scripts', 'migrations', 'package.json', 'LICENSE'])
      expect(ignored).not.toContain(path)
  })

  test('the unit starts the same program, and systemd understands it', ({ skip }) => {
    const unit = read('docs/deploy/dapur.service')
    expect(unit).toContain(`ExecStart=/usr/bin/node ${serverFlags.join(' ')} ${entry} serve`)
    const verified = spawnSync('systemd-analyze', ['verify', join(root, 'docs/deploy/dapur.service')], {
      encoding: 'utf8',
    })
    if (verified.error) skip('there is no systemd-analyze here')
    // The one thing that may be missing on this machine is Node itself.
    const faults = verified.stderr
      .split('\n')
      .filter((line) => line.includes('dapur.service') && !line.includes('/usr/bin/node'))
    expect(faults).toEqual([])
  })

  test('the sandbox of the unit lets the server start child processes and compile', ({ skip }) => {
    const options = unitOptions(read('docs/deploy/dapur.service'))
    // V8 writes the machine code that it runs, and what makes thumbnails is a process of its own with a lower priority.
    expect(options.get('MemoryDenyWriteExecute')).toBeUndefined()
    expect(options.get('LimitNPROC')).toBeUndefined()
    expect(options.get('TasksMax')).toBeUndefined()
    expect(options.get('SystemCallFilter')).toBe('@system-service')
    const calls = systemCallsOf('@system-service')
    if (!calls) skip('there is no systemd-analyze here')
    for (const call of ['clone', 'clone3', 'vfork', 'execve', 'setpriority', 'kill', 'mprotect'])
      expect(calls).toContain(call)
    // Control: the set is not simply everything.
    expect(calls).not.toContain('mount')
  })

  test.each([
    ['Caddyfile', ['flush_interval -1']],
    ['nginx.conf', ['proxy_set_header Upgrade', 'proxy_buffering off', 'client_max_body_size 0']],
  ])('%s passes sockets, streams and large bodies on', (name, lines) => {
    const text = read(`docs/deploy/${name}`)
    for (const line of ['127.0.0.1:8090', ...lines]) expect(text).toContain(line)
    expect(text.split('{').length).toBe(text.split('}').length)
  })

  test('the guide names them all', () => {
    const guide = read('docs/deploy.md')
    for (const name of ['Dockerfile', 'compose.yaml', 'dapur.service', 'Caddyfile', 'nginx.conf'])
      expect(guide).toContain(`deploy/${name}`)
  })
})

function unitOptions(unit: string): Map<string, string> {
  const lines = [...unit.matchAll(/^(\w+)=(.*)$/gm)]
  return new Map(lines.map(([, name = '', value = '']) => [name, value]))
}

/** The names of a set of systemd, and of the sets in it; undefined where systemd is not installed. */
function systemCallsOf(set: string): readonly string[] | undefined {
  const { error, stdout } = spawnSync('systemd-analyze', ['syscall-filter', set], { encoding: 'utf8' })
  if (error) return undefined
  const names = stdout
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => /^@?\w/.test(line))
  return names.flatMap((name) => (name.startsWith('@') ? (systemCallsOf(name) ?? []) : [name]))
}
