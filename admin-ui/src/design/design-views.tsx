import { CookingPot } from 'lucide-react'
import type { ReactNode } from 'react'
import { Badge } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { Chips } from '../parts/chip.tsx'
import { CodeBlock } from '../parts/code-block.tsx'
import { CodeLine } from '../parts/code-line.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { JsonTree } from '../parts/json-tree.tsx'
import { Notice } from '../parts/notice.tsx'
import { Skeleton } from '../parts/skeleton.tsx'
import { Table, TableCell, TableRow } from '../parts/table.tsx'
import { DesignSection } from './design-section.tsx'

const LONG = 'A dish with a name that is much longer than there is room for in any column of a table'

/** What shows something: words, tables, code, and the lack of them. */
export function DesignViews(): ReactNode {
  return (
    <DesignSection title="Views">
      <div className="flex flex-wrap items-center gap-2">
        <Badge>plain</Badge>
        <Badge look="accent">accent</Badge>
        <Badge look="info">info</Badge>
        <Badge look="ok">ok</Badge>
        <Badge look="warn">warn</Badge>
        <Badge look="danger">danger</Badge>
      </div>
      <Chips items={['hot', 'new', LONG]} />
      <Notice kind="info">Something to know about the whole page.</Notice>
      <Notice kind="ok">It has worked.</Notice>
      <Notice kind="danger">The server cannot be reached. Is it running?</Notice>
      <Table
        label="Dishes"
        heads={[{ words: 'Name' }, { words: 'State' }, { words: 'Price', isRight: true }]}
      >
        {[LONG, 'Soto'].map((name, index) => (
          <TableRow key={name}>
            <TableCell className="max-w-80 truncate">{name}</TableCell>
            <TableCell>
              <Badge look="ok">open</Badge>
            </TableCell>
            <TableCell isRight>{(index + 1) * 12_500}</TableCell>
          </TableRow>
        ))}
      </Table>
      <CodeLine code="await dapur.collection('dishes').list()" />
      <CodeBlock
        label="Example"
        code={"const page = await dapur.collection('dishes').list({\n  sort: '-price',\n})"}
      />
      <JsonTree
        name="facts"
        value={{ spice: ['chili', 'galangal'], kcal: 320, halal: true, note: LONG.repeat(3), origin: null }}
      />
      <Skeleton />
      <div className="flex rounded-sheet border border-line">
        <EmptyState
          icon={CookingPot}
          title="No dishes yet"
          lead="What your app creates appears here. With the SDK, that is one line:"
        >
          <CodeLine code="await dapur.collection('dishes').create({ name: '…' })" />
          <Button look="primary">New record</Button>
        </EmptyState>
      </div>
    </DesignSection>
  )
}
