import '@xyflow/react/dist/base.css'
import './map-canvas.css'
import {
  applyNodeChanges,
  Background,
  type Edge,
  MarkerType,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { Download, Maximize, Wand2, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useMessages } from '../language.ts'
import { saveFile } from '../operations/save-file.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { arrange } from './arrange.ts'
import { CardNode, type CardNodeType } from './card-node.tsx'
import type { Diagram, Place } from './diagram.ts'
import { inkOfPage } from './ink-of-page.ts'
import { keepPlaces, keptPlaces } from './kept-places.ts'
import { svgOf } from './svg-of.ts'

const nodeTypes = { card: CardNode }
const FIT = { padding: 0.12, maxZoom: 1 }

/** The diagram, which can be dragged, zoomed, put in order and taken away as a file. Loaded with the map. */
export function MapCanvas({ diagram }: { diagram: Diagram }): ReactNode {
  return (
    <ReactFlowProvider>
      <Canvas diagram={diagram} />
    </ReactFlowProvider>
  )
}

function Canvas({ diagram }: { diagram: Diagram }): ReactNode {
  const { map } = useMessages()
  const flow = useReactFlow()
  const [nodes, setNodes] = useState(() => nodesOf(diagram, keptPlaces()))
  const edges = useMemo(() => edgesOf(diagram, map.relation), [diagram, map])
  const change = (changes: NodeChange<CardNodeType>[]): void => {
    const next = applyNodeChanges(changes, nodes)
    setNodes(next)
    if (changes.some((each) => each.type === 'position')) keepPlaces(placesOf(next))
  }
  const order = (): void => {
    keepPlaces(new Map())
    setNodes(nodesOf(diagram, new Map()))
    requestAnimationFrame(() => void flow.fitView(FIT))
  }
  return (
    <>
      <Tools
        onOrder={order}
        onZoom={(step) => void (step > 0 ? flow.zoomIn() : flow.zoomOut())}
        onFit={() => void flow.fitView(FIT)}
        onSave={() => saveFile('map.svg', 'image/svg+xml', svgOf(diagram, placesOf(nodes), inkOfPage()))}
      />
      <div className="min-h-0 grow border-t border-line bg-surface-0">
        <ReactFlow
          aria-label={map.label}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          onNodesChange={change}
          fitView
          fitViewOptions={FIT}
          minZoom={0.15}
          maxZoom={2}
          nodesConnectable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          ariaLabelConfig={{
            // The name of the part notwithstanding, this is what is said where the keyboard works.
            'node.a11yDescription.keyboardDisabled': map.keys,
            'node.a11yDescription.ariaLiveMessage': ({ x, y }) => map.moved(x, y),
            'edge.a11yDescription.default': '',
          }}
        >
          <Background gap={24} color="var(--line)" />
        </ReactFlow>
      </div>
    </>
  )
}

interface ToolsProps {
  onOrder: () => void
  onZoom: (step: number) => void
  onFit: () => void
  onSave: () => void
}

function Tools({ onOrder, onZoom, onFit, onSave }: ToolsProps): ReactNode {
  const { map } = useMessages()
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1 px-4 pb-3 sm:px-6">
      <Button onClick={onOrder}>
        <Wand2 size={15} strokeWidth={1.75} aria-hidden />
        {map.order}
      </Button>
      <span className="w-1" />
      <IconButton label={map.zoomOut} onClick={() => onZoom(-1)}>
        <ZoomOut size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={map.zoomIn} onClick={() => onZoom(1)}>
        <ZoomIn size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton label={map.fit} onClick={onFit}>
        <Maximize size={15} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <span className="grow" />
      <Button look="plain" onClick={onSave}>
        <Download size={15} strokeWidth={1.75} aria-hidden />
        <span className="max-sm:sr-only">{map.save}</span>
      </Button>
    </div>
  )
}

function nodesOf(diagram: Diagram, kept: ReadonlyMap<string, Place>): CardNodeType[] {
  const places = arrange(diagram)
  return diagram.cards.map((card) => ({
    id: card.id,
    type: 'card',
    position: kept.get(card.id) ?? places.get(card.id) ?? { x: 0, y: 0 },
    data: { card },
    ariaLabel: card.name,
  }))
}

function placesOf(nodes: readonly CardNodeType[]): Map<string, Place> {
  return new Map(nodes.map(({ id, position }) => [id, position]))
}

function edgesOf({ arrows, cards }: Diagram, relation: (from: string, to: string) => string): Edge[] {
  const names = new Map(cards.map(({ id, name }) => [id, name]))
  const nameOf = (id: string): string => names.get(id) ?? id
  return arrows.map(({ id, from, field, to, isMany }) => ({
    id,
    source: from,
    sourceHandle: field,
    target: to,
    ariaLabel: relation(`${nameOf(from)}.${field}`, nameOf(to)),
    className: isMany ? 'map-many' : '',
    markerEnd: { type: MarkerType.Arrow, color: 'var(--text-3)', width: 18, height: 18 },
  }))
}
