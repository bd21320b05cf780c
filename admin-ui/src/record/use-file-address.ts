import type { FieldJson, RecordJson } from '@dapur/sdk'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { dapur } from '../dapur.ts'

const PICTURE = /\.(?:png|jpe?g|gif|webp)$/i

/** Good for some minutes; asked for anew before it ends. */
const fileTokenQuery = queryOptions({
  queryKey: ['file-token'],
  queryFn: ({ signal }) => dapur.files.token({ signal }),
  staleTime: 60_000,
  gcTime: 60_000,
})

interface FileAddress {
  /** Undefined while a protected file has no token yet. */
  address: string | undefined
  /** A small picture, where the file is one. */
  thumb: string | undefined
}

/** Where a file of a record is. Protected ones get a token along. */
export function useFileAddress(record: RecordJson, field: FieldJson, name: string): FileAddress {
  const isProtected = field['protected'] === true
  const { data: token } = useQuery({ ...fileTokenQuery, enabled: isProtected })
  if (isProtected && token === undefined) return { address: undefined, thumb: undefined }
  return {
    address: dapur.files.url(record, name, { token }),
    thumb: PICTURE.test(name) ? dapur.files.url(record, name, { token, thumb: '100x100' }) : undefined,
  }
}
