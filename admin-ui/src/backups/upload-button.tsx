import { Upload } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { useMessages } from '../language.ts'
import { uploadBackup } from '../operations/backup-calls.ts'
import { Button } from '../parts/button.tsx'
import { tell } from '../record/notes.ts'

interface UploadButtonProps {
  attempt: (deed: () => Promise<unknown>) => Promise<void>
  onDone: () => void
}

/** Brings an archive from elsewhere, and says how much of it is there. */
export function UploadButton({ attempt, onDone }: UploadButtonProps): ReactNode {
  const { backups } = useMessages().operations
  const input = useRef<HTMLInputElement>(null)
  const [share, setShare] = useState<number>()
  const upload = async (file: File): Promise<void> => {
    setShare(0)
    await attempt(async () => {
      await uploadBackup(file, setShare)
      tell({ text: backups.uploaded(file.name), kind: 'done' })
      onDone()
    })
    setShare(undefined)
  }
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        aria-label={backups.upload}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) void upload(file)
        }}
      />
      <Button look="plain" busy={share !== undefined} onClick={() => input.current?.click()}>
        <Upload size={15} strokeWidth={1.75} aria-hidden />
        <span className="max-sm:sr-only">
          {share === undefined ? backups.upload : backups.uploading(Math.round(share * 100))}
        </span>
      </Button>
    </>
  )
}
