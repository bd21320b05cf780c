/**
 * What Prometheus has to be told to read the metrics of the server at an address.
 *
 * @example scrapeConfig('https://api.example.com', 'the-key')
 */
export function scrapeConfig(address: string, key: string): string {
  const { protocol, host } = new URL(address)
  // http is what Prometheus asks by itself.
  const scheme = protocol === 'https:' ? ['    scheme: https'] : []
  return [
    'scrape_configs:',
    '  - job_name: dapur',
    '    metrics_path: /api/metrics',
    ...scheme,
    '    authorization:',
    `      credentials: '${key}'`,
    '    static_configs:',
    `      - targets: ['${host}']`,
  ].join('\n')
}
