import { Archive } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useMessages } from '../language.ts'
import { backupAddress, type BackupJson, deleteBackup, startRestore } from '../operations/backup-calls.ts'
import { askHealth, type BackupFailure } from '../operations/health-query.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'
import { BackupLine } from './backup-line.tsx'

interface BackupListProps {
  backups: readonly BackupJson[]
  /** Is one of them being restored? */
  isBusy: boolean
  /** Does something, and shows what went wrong with it. */
  attempt: (deed: () => Promise<unknown>) => Promise<void>
  /** A restore has begun; `before` is the failure that was known until then. */
  onRestoring: (key: string, before: BackupFailure | undefined) => void
  onChange: () => void
}

/** The backups, and the questions that come before one of them changes the data or goes. */
export function BackupList({ backups, isBusy, attempt, onRestoring, onChange }: BackupListProps): ReactNode {
  const { backups: words } = useMessages().operations
  const [asked, setAsked] = useState<{ key: string; deed: 'restore' | 'delete' }>()
  const deeds = {
    restore: async (key: string): Promise<void> => {
      const before = (await askHealth()).data.dapur?.lastBackupFailure
      await startRestore(key)
      onRestoring(key, before)
    },
    delete: async (key: string): Promise<void> => {
      await deleteBackup(key)
      tell({ text: words.deleted(key), kind: 'done' })
      onChange()
    },
  }
  if (backups.length === 0) {
    return <EmptyState icon={Archive} title={words.emptyTitle} lead={words.emptyLead} />
  }
  return (
    <>
      <ul className="min-h-0 grow overflow-y-auto border-t border-line">
        {backups.map((backup) => (
          <BackupLine
            key={backup.key}
            backup={backup}
            isBusy={isBusy}
            onDownload={() =>
              void attempt(async () => window.location.assign(await backupAddress(backup.key)))
            }
            onRestore={() => setAsked({ key: backup.key, deed: 'restore' })}
            onDelete={() => setAsked({ key: backup.key, deed: 'delete' })}
          />
        ))}
      </ul>
      {asked && (
        <Question
          title={words.questions[asked.deed](asked.key)}
          confirm={words[asked.deed]}
          isDanger
          typed={asked.key}
          onCancel={() => setAsked(undefined)}
          onConfirm={() => {
            setAsked(undefined)
            void attempt(() => deeds[asked.deed](asked.key))
          }}
        >
          {words.consequences[asked.deed]}
        </Question>
      )}
    </>
  )
}
