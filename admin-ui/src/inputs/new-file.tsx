import { type ReactNode, useEffect, useState } from 'react'
import { FileLine } from '../record/file-line.tsx'

/** A file that is not sent yet, with its picture where it is one. */
export function NewFile({ file, onRemove }: { file: File; onRemove: () => void }): ReactNode {
  const [picture, setPicture] = useState<string>()
  useEffect(() => {
    if (!file.type.startsWith('image/')) return
    const address = URL.createObjectURL(file)
    // The address has to be given back to the browser, so it is made where it ends.
    // oxlint-disable-next-line react/set-state-in-effect
    setPicture(address)
    return () => URL.revokeObjectURL(address)
  }, [file])
  return <FileLine name={file.name} size={file.size} picture={picture} isNew onRemove={onRemove} />
}
