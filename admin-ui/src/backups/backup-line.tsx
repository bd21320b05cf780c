import { Archive, Download, RotateCcw, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'
import type { BackupJson } from '../operations/backup-calls.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { useFormat } from '../use-format.ts'

interface BackupLineProps {
  backup: BackupJson
  isBusy: boolean
  onDownload: () => void
  onRestore: () => void
  onDelete: () => void
}

/** One backup: when, how large, and what can be done with it. */
export function BackupLine({ backup, isBusy, onDownload, onRestore, onDelete }: BackupLineProps): ReactNode {
  const { backups } = useMessages().operations
  const format = useFormat()
  const { key, modified, size } = backup
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 sm:px-6">
      <Archive size={15} strokeWidth={1.75} className="shrink-0 text-text-3 max-sm:hidden" aria-hidden />
      <div className="min-w-48 grow basis-0">
        <p className="truncate font-mono text-xs" title={key}>
          {key}
        </p>
        <p className="text-xs text-text-3 tabular-nums" title={format.moment(modified)}>
          {format.ago(modified)}, {format.bytes(size)}
        </p>
      </div>
      <div className="-mr-2 flex items-center gap-0.5">
        <Button look="plain" busy={isBusy} onClick={onRestore} aria-label={backups.restoreOf(key)}>
          <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
          {backups.restore}
        </Button>
        <IconButton label={backups.downloadOf(key)} onClick={onDownload}>
          <Download size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
        <IconButton label={backups.deleteOf(key)} onClick={onDelete}>
          <Trash2 size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
    </li>
  )
}
