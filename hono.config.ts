import { defineConfig, type ConfigFile } from 'dapur'

/** The one file that an owner edits. What is left out has a default; flags and DAPUR_… variables go first. */
const config: ConfigFile = defineConfig({})

export default config
