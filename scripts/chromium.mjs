import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

// The browser without its windows: less of the processor, and of what has to be fetched.
const install = 'apt-get install -y --no-install-recommends chromium-headless-shell'

/**
 * Sees to it that the browser of the UI tests is there: installs Debian's headless Chromium where we may, and is content
 * with the whole one where we may not.
 *
 * @returns {boolean} false when there is none, so that the browser tests have to be skipped
 */
export function ensureChromium() {
  if (isOnPath('chromium-headless-shell')) return true
  if (process.getuid?.() === 0 && isOnPath('apt-get')) {
    console.log(`Headless Chromium is missing: ${install}`)
    const shell = `apt-get update -qq && ${install} -qq`
    const done = spawnSync('sh', ['-c', shell], {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (done.status === 0 && isOnPath('chromium-headless-shell')) return true
  }
  if (isOnPath('chromium')) return true
  console.log(`Chromium is missing: the browser tests will be SKIPPED. To run them: ${install}`)
  return false
}

/** @param {string} program */
function isOnPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => isExecutable(join(folder, program)))
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
