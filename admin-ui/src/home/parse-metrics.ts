/** One line of the metrics: a name, its labels, a number. */
export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /(\w+)="((?:\\.|[^"\\])*)"/g

/**
 * Read what `GET /api/metrics` answers (the text form of Prometheus). Comments and lines that are no samples are left out.
 *
 * @example parseMetrics('dapur_http_requests_total{status="200"} 4') // [{ name, labels: { status: '200' }, value: 4 }]
 */
export function parseMetrics(text: string): Sample[] {
  return text.split('\n').flatMap((line) => {
    const [, name, labels = '', number = ''] = LINE.exec(line) ?? []
    return name === undefined ? [] : [{ name, labels: labelsOf(labels), value: numberOf(number) }]
  })
}

function labelsOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(LABEL)].map(([, key = '', value = '']) => [key, plain(value)])
  return Object.fromEntries(pairs)
}

function plain(quoted: string): string {
  return quoted.replaceAll(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter))
}

function numberOf(text: string): number {
  return text === '+Inf' ? Number.POSITIVE_INFINITY : Number(text)
}
