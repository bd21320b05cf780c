import { type Editor, EditorContent, useEditor, useEditorState } from '@tiptap/react'
import { StarterKit } from '@tiptap/starter-kit'
import { clsx } from 'clsx'
import {
  Bold,
  Heading2,
  Italic,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
  Redo2,
  Strikethrough,
  Undo2,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useMessages } from '../language.ts'

interface RichTextProps {
  html: string
  onChange: (html: string) => void
  labelledBy: string
  describedBy: string | undefined
  isWrong: boolean
}

/** Text with headings, lists and links. Whatever is pasted or stored is reduced to these: scripts and handlers fall away. */
export function RichText({ html, onChange, labelledBy, describedBy, isWrong }: RichTextProps): ReactNode {
  const editor = useEditor({
    extensions: [StarterKit.configure({ link: { openOnClick: false } })],
    content: html,
    // Its style sheet would be refused by the server's policy; ours has what it needs.
    injectCSS: false,
    editorProps: {
      attributes: {
        class: 'rich-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-labelledby': labelledBy,
        ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
      },
    },
    onUpdate: ({ editor: now }) => onChange(now.isEmpty ? '' : now.getHTML()),
  })
  return (
    <div className="rich-text-frame" data-wrong={isWrong}>
      <Toolbar editor={editor} />
      <EditorContent editor={editor} />
    </div>
  )
}

function Toolbar({ editor }: { editor: Editor }): ReactNode {
  const { editor: words } = useMessages()
  const is = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      strike: now.isActive('strike'),
      heading: now.isActive('heading', { level: 2 }),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      quote: now.isActive('blockquote'),
    }),
  })
  const chain = () => editor.chain().focus()
  return (
    <div
      role="toolbar"
      aria-label={words.formatting}
      className="flex flex-wrap gap-0.5 border-b border-line p-1"
    >
      <Tool icon={Bold} label={words.bold} isOn={is.bold} onUse={() => chain().toggleBold().run()} />
      <Tool icon={Italic} label={words.italic} isOn={is.italic} onUse={() => chain().toggleItalic().run()} />
      <Tool
        icon={Strikethrough}
        label={words.strike}
        isOn={is.strike}
        onUse={() => chain().toggleStrike().run()}
      />
      <Tool
        icon={Heading2}
        label={words.heading}
        isOn={is.heading}
        onUse={() => chain().toggleHeading({ level: 2 }).run()}
      />
      <Tool
        icon={List}
        label={words.bullets}
        isOn={is.bullets}
        onUse={() => chain().toggleBulletList().run()}
      />
      <Tool
        icon={ListOrdered}
        label={words.numbers}
        isOn={is.numbers}
        onUse={() => chain().toggleOrderedList().run()}
      />
      <Tool icon={Quote} label={words.quote} isOn={is.quote} onUse={() => chain().toggleBlockquote().run()} />
      <span className="grow" />
      <Tool icon={Undo2} label={words.undo} onUse={() => chain().undo().run()} />
      <Tool icon={Redo2} label={words.redo} onUse={() => chain().redo().run()} />
    </div>
  )
}

interface ToolProps {
  icon: LucideIcon
  label: string
  /** Undefined for what is done and not switched. */
  isOn?: boolean
  onUse: () => void
}

function Tool({ icon: Icon, label, isOn, onUse }: ToolProps): ReactNode {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      onClick={onUse}
      className={clsx(
        'inline-flex size-7 items-center justify-center rounded-control transition-colors duration-100 hover:bg-surface-2',
        isOn === true ? 'bg-surface-3 text-text-1' : 'text-text-2',
      )}
    >
      <Icon size={15} strokeWidth={1.75} aria-hidden />
    </button>
  )
}
