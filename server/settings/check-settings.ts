import { type Problem, type ProblemTree, required } from '../base/problem.ts'
import { checkCron } from './check-cron.ts'
import { checkRateLimits } from './check-rate-limits.ts'
import { checkDapurSettings } from './dapur-settings.ts'
import type { S3Settings, Settings } from './settings.ts'
import {
  atLeast,
  firstOf,
  isAddressOrRange,
  isColor,
  isEmail,
  isHost,
  isUrl,
  needed,
  neededIf,
  oneOf,
  upTo,
} from './value-checks.ts'

/**
 * What is wrong with settings, by the path of each value; empty when all is well (contract services.md §5.2).
 *
 * @example checkSettings(settings) // { meta: { appName: { code: 'validation_required', … } } }
 */
export function checkSettings(settings: Settings): ProblemTree {
  return tree({
    superuserIPs: checkAddresses(settings.superuserIPs),
    meta: checkMeta(settings.meta),
    logs: tree({ maxDays: atLeast(0)(settings.logs.maxDays) }),
    smtp: checkSmtp(settings.smtp),
    s3: checkS3(settings.s3),
    backups: checkBackups(settings.backups),
    batch: checkBatch(settings.batch),
    rateLimits: checkLimits(settings.rateLimits),
    dapur: checkDapurSettings(settings.dapur),
  })
}

/** Without what is not wrong. */
function tree(found: Readonly<Record<string, Problem | ProblemTree | undefined>>): ProblemTree {
  const problems: ProblemTree = {}
  for (const [key, fault] of Object.entries(found)) {
    if (fault && Object.keys(fault).length > 0) problems[key] = fault
  }
  return problems
}

function checkAddresses(addresses: readonly string[]): ProblemTree {
  return tree(
    Object.fromEntries(addresses.map((address, at) => [at, firstOf(address, needed, isAddressOrRange)])),
  )
}

function checkMeta(meta: Settings['meta']): ProblemTree {
  return tree({
    accentColor: isColor(meta.accentColor),
    appName: firstOf(meta.appName, needed, upTo(255)),
    appURL: firstOf(meta.appURL, needed, isUrl),
    senderName: firstOf(meta.senderName, needed, upTo(255)),
    senderAddress: firstOf(meta.senderAddress, needed, isEmail),
  })
}

function checkSmtp({ enabled, host, port, authMethod, localName }: Settings['smtp']): ProblemTree {
  return tree({
    host: firstOf(host, neededIf(enabled), isHost),
    port: firstOf(port, neededIf(enabled), atLeast(0)),
    authMethod: oneOf('PLAIN', 'LOGIN')(authMethod),
    localName: isHost(localName),
  })
}

function checkS3({ enabled, endpoint, bucket, region, accessKey, secret }: S3Settings): ProblemTree {
  const asked = neededIf(enabled)
  return tree({
    endpoint: firstOf(endpoint, asked, isUrl),
    bucket: asked(bucket),
    region: asked(region),
    accessKey: asked(accessKey),
    secret: asked(secret),
  })
}

function checkBackups({ cron, cronMaxKeep, s3 }: Settings['backups']): ProblemTree {
  return tree({
    cron: checkCron(cron),
    cronMaxKeep: firstOf(cronMaxKeep, neededIf(cron !== ''), atLeast(1)),
    s3: checkS3(s3),
  })
}

function checkBatch({ enabled, maxRequests, timeout, maxBodySize }: Settings['batch']): ProblemTree {
  return tree({
    maxRequests: firstOf(maxRequests, neededIf(enabled), atLeast(0)),
    timeout: firstOf(timeout, neededIf(enabled), atLeast(0)),
    maxBodySize: atLeast(0)(maxBodySize),
  })
}

function checkLimits({ enabled, rules, excludedIPs }: Settings['rateLimits']): ProblemTree {
  return tree({
    rules: enabled && rules.length === 0 ? required : checkRateLimits(rules),
    excludedIPs: checkAddresses(excludedIPs),
  })
}
