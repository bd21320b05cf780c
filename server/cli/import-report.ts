import { styleText } from 'node:util'
import type { CollectionReport, FilesReport, ImportReport } from '../ops/import-report.ts'

/** What an import did, as lines for people. */
export function reportLines(report: ImportReport): string[] {
  const { isDryRun, collections, files, source, target } = report
  const title = isDryRun
    ? `${source} can be imported; nothing was written.`
    : `${source} was imported to ${target}.`
  return [
    styleText('bold', title),
    '',
    ...collections.map(collectionLine),
    '',
    `files     ${filesLine(files)}`,
    `settings  ${settingsWords[report.settings]}`,
    `speed     ${count(report.recordsPerSecond)} records a second, ${count(report.batchSize)} a transaction, ${report.seconds.toFixed(1)} s in all`,
    ...section('Not taken', report.notTaken),
    ...section('Look at', report.warnings),
    ...section('Records', collections.flatMap(noteLines)),
    ...section('Files that are missing', files.notes),
    ...(report.isComplete ? [] : ['', 'Some of the data could not be taken as it was: see "Records".']),
  ]
}

const settingsWords: Readonly<Record<ImportReport['settings'], string>> = {
  plain: 'taken',
  encrypted: 'decrypted and taken',
  absent: 'none there: those of a new installation',
}

function collectionLine({ name, type, records, cellsRewritten, cellsEmptied }: CollectionReport): string {
  if (type === 'view') return `  ${name} (view)`
  const parts = [
    records.leftOut > 0 ? `${count(records.leftOut)} left out` : '',
    cellsRewritten > 0 ? `${count(cellsRewritten)} cells in a newer form` : '',
    cellsEmptied > 0 ? `${count(cellsEmptied)} cells emptied` : '',
  ].filter((part) => part !== '')
  const more = parts.length > 0 ? `: ${parts.join(', ')}` : ''
  return `  ${name} (${type}) ${count(records.taken)} of ${count(records.found)} records${more}`
}

function filesLine(files: FilesReport): string {
  const { copied, bytes, missing, withoutAttributes, unreferenced, thumbs } = files
  const left = `${count(unreferenced)} that no record names and ${count(thumbs)} thumbnails are left`
  const parts = [`${count(copied)} (${count(bytes)} bytes)`, left]
  if (missing > 0) parts.push(`${count(missing)} missing`)
  if (withoutAttributes > 0) parts.push(`${count(withoutAttributes)} without attributes`)
  return parts.join(', ')
}

function noteLines({ name, records, cellsEmptied, notes }: CollectionReport): string[] {
  const more = records.leftOut + cellsEmptied - notes.length
  const lines = notes.map((note) => `${name}/${note}`)
  return more > 0 ? [...lines, `${name}: and ${count(more)} more`] : lines
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', styleText('bold', title), ...lines.map((line) => `  ${line}`)]
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}
