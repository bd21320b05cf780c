import { Copy, Ellipsis, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useOpenPalette } from '../palette/open-palette.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { Menu } from '../parts/menu.tsx'
import { Sheet } from '../parts/sheet.tsx'
import { Tooltip } from '../parts/tooltip.tsx'
import { tell } from '../record/notes.ts'
import { Question } from '../record/question.tsx'
import { DesignSection } from './design-section.tsx'

/** What comes up above the page. */
export function DesignFloating(): ReactNode {
  const [open, setOpen] = useState<'dialog' | 'question' | 'sheet'>()
  const openPalette = useOpenPalette()
  const close = (): void => setOpen(undefined)
  const undo = (): Promise<void> => {
    tell({ text: 'It is back.', kind: 'done' })
    return Promise.resolve()
  }
  return (
    <DesignSection title="Floating">
      <div className="flex flex-wrap items-center gap-2">
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('question')}>Typed to confirm</Button>
        <Button onClick={() => setOpen('sheet')}>Sheet</Button>
        <Button onClick={() => tell({ text: 'The record is deleted.', kind: 'done', undo })}>Toast</Button>
        <Button onClick={openPalette}>Palette</Button>
        <Tooltip words="A few words about it">
          <Button>Tooltip</Button>
        </Tooltip>
        <Menu
          groups={[
            [{ words: 'Duplicate', icon: Copy, onSelect: close }],
            [{ words: 'Delete', icon: Trash2, isDanger: true, onSelect: close }],
          ]}
        >
          <IconButton label="More">
            <Ellipsis size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </Menu>
      </div>
      {open === 'dialog' && (
        <Dialog title="A dialog" onClose={close} actions={<Button look="primary">Go on</Button>}>
          <p className="text-sm text-text-2">The title and the buttons stay while this scrolls.</p>
        </Dialog>
      )}
      {open === 'question' && (
        <Question
          title="Delete the collection dishes?"
          confirm="Delete"
          isDanger
          typed="dishes"
          onConfirm={close}
          onCancel={close}
        >
          Its records are deleted with it.
        </Question>
      )}
      {open === 'sheet' && (
        <Sheet label="A sheet" side="right" onClose={close}>
          <div className="p-5">
            <Button onClick={close}>Close</Button>
          </div>
        </Sheet>
      )}
    </DesignSection>
  )
}
