import type { FieldJson, RecordJson } from '@dapur/sdk'
import type { ReactNode } from 'react'
import { FileLine } from './file-line.tsx'
import { useFileAddress } from './use-file-address.ts'

interface StoredFileProps {
  record: RecordJson
  field: FieldJson
  name: string
  onRemove?: () => void
}

/** A file of a record, with its thumbnail where it is a picture. */
export function StoredFile({ record, field, name, onRemove }: StoredFileProps): ReactNode {
  const { address, thumb } = useFileAddress(record, field, name)
  return <FileLine name={name} address={address} picture={thumb} {...(onRemove && { onRemove })} />
}
