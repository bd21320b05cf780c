import { ApiError, type CollectionJson } from '@dapur/sdk'
import { Link } from '@tanstack/react-router'
import { Save, Table2 } from 'lucide-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { explain } from '../explain.ts'
import { useMessages } from '../language.ts'
import { Frame } from '../operations/frame.tsx'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { tell } from '../record/notes.ts'
import { ApiTab } from './api-tab.tsx'
import { CollectionMenu } from './collection-menu.tsx'
import { FieldsTab } from './fields-tab.tsx'
import { GeneralBar } from './general-bar.tsx'
import { HistoryTab } from './history-tab.tsx'
import { IndexesTab } from './indexes-tab.tsx'
import { LeaveGuard } from './leave-guard.tsx'
import { SavePlan } from './save-plan.tsx'
import { type EditorTab, tabsOf } from './tabs-of.ts'
import { type CollectionForm, useCollectionDraft } from './use-collection-draft.ts'
import { type ProblemOf, useProblems } from './use-problems.ts'

const RulesTab = lazy(async () => ({ default: (await import('./rules-tab.tsx')).RulesTab }))
const QueryTab = lazy(async () => ({ default: (await import('./query-tab.tsx')).QueryTab }))
const AuthTab = lazy(async () => ({ default: (await import('./auth-tab.tsx')).AuthTab }))

interface CollectionEditorProps {
  /** The stored collection, or the empty one that a new one begins with. */
  start: CollectionJson
  stored?: CollectionJson
  tab: string | undefined
  onTab: (tab: EditorTab) => void
  onType?: (type: CollectionJson['type']) => void
  onSaved: (collection: CollectionJson) => void
}

/** The form of a collection: its name, and the rest in tabs. Nothing is changed before its plan was seen. */
export function CollectionEditor(props: CollectionEditorProps): ReactNode {
  const { start, stored, onTab, onType, onSaved } = props
  const messages = useMessages()
  const { collection } = messages
  const form = useCollectionDraft(start, stored)
  const problemOf = useProblems(form.error)
  const tabs = tabsOf(form.draft.type, messages, problemOf)
  const known = Object.keys(tabs).find((name): name is EditorTab => name === props.tab)
  const tab = known ?? (form.draft.type === 'view' ? 'query' : 'fields')
  const finish = (saved: CollectionJson | undefined): void => {
    if (!saved) return
    tell({ text: stored ? collection.isSaved : collection.isCreated(saved.name), kind: 'done' })
    onSaved(saved)
  }
  const isChanged = form.isDirty || !stored
  return (
    <Frame
      title={stored ? stored.name : collection.newTitle}
      actions={
        <>
          {stored && <Actions stored={stored} form={form} />}
          <Button
            look="primary"
            busy={form.isBusy}
            disabled={!isChanged}
            onClick={() => void form.ask().then(finish)}
          >
            <Save size={15} strokeWidth={1.75} aria-hidden className="hidden sm:inline" />
            {stored ? collection.save : collection.create}
          </Button>
        </>
      }
    >
      <GeneralBar form={form} problemOf={problemOf} {...(onType ? { onType } : {})} />
      {form.error !== undefined && (
        <div className="shrink-0 px-4 pb-4 sm:px-6">
          <Notice kind="danger">
            {isInvalid(form.error) ? collection.invalid : explain(form.error, messages)}
          </Notice>
        </div>
      )}
      <Tabs isPage label={collection.parts} tabs={tabs} current={tab} onChoose={onTab}>
        <Suspense
          fallback={
            <div className="p-6">
              <Skeleton />
            </div>
          }
        >
          <Panel tab={tab} form={form} problemOf={problemOf} />
        </Suspense>
      </Tabs>
      {form.plan && (
        <SavePlan
          plan={form.plan}
          name={form.draft.name}
          isNew={!stored}
          isBusy={form.isBusy}
          onSave={() => void form.save().then(finish)}
          onClose={form.forgetPlan}
        />
      )}
      <LeaveGuard isDirty={form.isDirty} />
    </Frame>
  )
}

/** What else can be done with a stored collection: see its records, the menu, go back to what is stored. */
function Actions({ stored, form }: { stored: CollectionJson; form: CollectionForm }): ReactNode {
  const messages = useMessages()
  return (
    <>
      <Link
        to="/collections/$name"
        params={{ name: stored.name }}
        className="hidden h-8.5 items-center gap-2 rounded-control px-3 text-sm text-text-2 hover:bg-surface-2 hover:text-text-1 sm:inline-flex"
      >
        <Table2 size={15} strokeWidth={1.75} aria-hidden />
        {messages.sections.records}
      </Link>
      <CollectionMenu collection={stored} />
      {form.isDirty && (
        <span className="hidden sm:contents">
          <Button look="plain" busy={form.isBusy} onClick={form.discard}>
            {messages.editor.discard}
          </Button>
        </span>
      )}
    </>
  )
}

/** Is it about single values, which say themselves what is wrong with them? */
function isInvalid(error: unknown): boolean {
  return error instanceof ApiError && Object.keys(error.data).length > 0
}

interface PanelProps {
  tab: EditorTab
  form: CollectionForm
  problemOf: ProblemOf
}

function Panel({ tab, form, problemOf }: PanelProps): ReactNode {
  const shared = { form, problemOf }
  if (tab === 'fields') return <FieldsTab {...shared} />
  if (tab === 'indexes') return <IndexesTab {...shared} />
  if (tab === 'rules') return <RulesTab {...shared} />
  if (tab === 'query') return <QueryTab {...shared} />
  if (tab === 'history') return <HistoryTab {...shared} />
  if (tab === 'auth') return <AuthTab {...shared} />
  return <ApiTab draft={form.draft} />
}
