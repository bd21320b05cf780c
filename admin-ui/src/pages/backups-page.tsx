import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Unplug } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { BackupList } from '../backups/backup-list.tsx'
import { NewBackup } from '../backups/new-backup.tsx'
import { RestoreProgress } from '../backups/restore-progress.tsx'
import { UploadButton } from '../backups/upload-button.tsx'
import { explain, explainField } from '../explain.ts'
import { useMessages } from '../language.ts'
import { backupsQuery } from '../operations/backup-calls.ts'
import { Frame } from '../operations/frame.tsx'
import type { BackupFailure } from '../operations/health-query.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Notice } from '../parts/notice.tsx'
import { tell } from '../record/notes.ts'

interface Running {
  key: string
  before: BackupFailure | undefined
}

/** The backups: make, bring, take away, restore, delete. */
export function BackupsPage(): ReactNode {
  const messages = useMessages()
  const { backups } = messages.operations
  const queries = useQueryClient()
  const { data, error } = useQuery(backupsQuery)
  const [isMaking, setMaking] = useState(false)
  const [running, setRunning] = useState<Running>()
  const [failure, setFailure] = useState<string>()
  const reload = (): void => void queries.invalidateQueries({ queryKey: backupsQuery.queryKey })
  const attempt = async (deed: () => Promise<unknown>): Promise<void> => {
    setFailure(undefined)
    try {
      await deed()
    } catch (refusal) {
      setFailure(explainField(refusal, 'file', messages) ?? explain(refusal, messages))
    }
  }
  return (
    <Frame
      title={backups.title}
      actions={
        <>
          <UploadButton attempt={attempt} onDone={reload} />
          <Button look="primary" onClick={() => setMaking(true)}>
            <Plus size={15} strokeWidth={2} aria-hidden />
            <span className="max-sm:sr-only">{backups.create}</span>
          </Button>
        </>
      }
    >
      <p className="max-w-170 px-4 pb-4 text-sm text-pretty text-text-2 sm:px-6">
        {backups.lead}{' '}
        <Link to="/settings/$section" params={{ section: 'backups' }} className="text-accent-text underline">
          {backups.schedule}
        </Link>
      </p>
      {failure !== undefined && (
        <div className="mx-4 mb-4 sm:mx-6">
          <Notice kind="danger">{failure}</Notice>
        </div>
      )}
      {running && (
        <RestoreProgress
          backup={running.key}
          before={running.before}
          onEnd={(reason) => {
            setRunning(undefined)
            setFailure(reason === undefined ? undefined : backups.restoreFailed(running.key, reason))
          }}
        />
      )}
      {isMaking && (
        <NewBackup
          onClose={() => setMaking(false)}
          onDone={() => {
            setMaking(false)
            tell({ text: backups.created, kind: 'done' })
            reload()
          }}
        />
      )}
      {error !== null && (
        <EmptyState icon={Unplug} title={backups.failedTitle} lead={explain(error, messages)} />
      )}
      {data && (
        <BackupList
          backups={data}
          isBusy={running !== undefined}
          attempt={attempt}
          onRestoring={(key, before) => setRunning({ key, before })}
          onChange={reload}
        />
      )}
    </Frame>
  )
}
