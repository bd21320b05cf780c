/*
 * Everything that a project builds on: `import { defineConfig, on } from 'dapur'`.
 */
export { type ConfigFile, defineConfig } from './config.ts'
export type {
  Handler,
  HookName,
  HookQuery,
  HookRecord,
  HookTransaction,
  RecordEvent,
} from './hooks/events.ts'
export { type Hook, on } from './hooks/on.ts'
export { job, type JobEvent, type JobHandler, type JobOptions, type OwnJob } from './ops/own-job.ts'
export { type RuleTest, type RuleTests, ruleTests, type RuleVerb } from './ops/rule-tests.ts'
