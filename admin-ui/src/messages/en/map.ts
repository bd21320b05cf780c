/** The map of the collections. */
export const map = {
  title: 'Map',
  label: 'Collections and their relations',
  system: 'System',
  order: 'Put in order',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show everything',
  save: 'Export as SVG',
  keys: 'Press Enter to choose this collection, then move it with the arrow keys.',
  relation: (from: string, to: string) => `Relation of ${from} to ${to}`,
  moved: (x: number, y: number) => `Moved to ${x}, ${y}.`,
  failed: 'The collections could not be loaded',
  emptyTitle: 'Nothing to draw yet',
  emptyLead: 'Collections and the relations between them appear here.',
}
