const number = new Intl.NumberFormat('en')

/** The grid of records and what is done with many of them. */
export const grid = {
  newRecord: 'New record',
  suggestions: 'Suggestions',
  columns: 'Columns',
  resetColumns: 'Reset the columns',
  moveColumn: (name: string) => `Move ${name}`,
  columnPlace: (name: string, place: number, all: number) => `${name}: place ${place} of ${all}`,
  moveHint: 'Press Space to take the column up, the arrows to move it, and Space again to put it down.',
  resize: (name: string) => `Width of ${name}`,
  editCell: (name: string) => `Edit ${name}`,
  cellSaved: (name: string) => `${name} is saved.`,
  selectRecord: (id: string) => `Select ${id}`,
  selectLoaded: (count: number) => `Select the ${number.format(count)} records that are loaded`,
  selected: (count: number) => `${number.format(count)} selected`,
  clearSelection: 'Clear the selection',
  deleting: (done: number, all: number) => `Deleting ${number.format(done)} of ${number.format(all)}`,
  deleteMany: 'For some seconds it can be undone.',
  actions: 'Export and import',
  export: 'Export',
  exportAs: (format: string) => `Export as ${format}`,
  import: 'Import a file',
  importInto: (collection: string) => `Import into ${collection}`,
  importUnknown: 'Choose a CSV file with a head, a JSON array, or NDJSON with an object a line.',
  chooseFile: 'Drop a CSV, JSON or NDJSON file here, or choose one',
  chooseOtherFile: 'Choose another one',
  leaveOut: 'leave out',
  fieldOf: (column: string) => `Field of the column ${column}`,
  upsert: 'Rows with the id of a record change that record',
  tryImport: 'Try it',
  importNow: (count: number) => (count === 1 ? 'Import 1 record' : `Import ${number.format(count)} records`),
  importing: 'The server is at work',
  importWould: (created: number, updated: number) =>
    `All rows are good. ${number.format(created)} would be created, ${number.format(updated)} changed. Nothing is written yet.`,
  importDid: (created: number, updated: number) =>
    `Done: ${number.format(created)} created, ${number.format(updated)} changed.`,
  importFails: (count: number) =>
    count === 1 ? '1 row cannot be imported.' : `${number.format(count)} rows cannot be imported.`,
  importIgnores: (columns: string) => `Left out, because no field has these names: ${columns}`,
  row: (row: string) => `Row ${row}`,
}
