import type { ReactNode } from 'react'
import { TypeIcon } from '../fields/type-icon.tsx'
import { DesignSection } from './design-section.tsx'

const surfaces = ['surface-0', 'surface-1', 'surface-2', 'surface-3', 'line', 'line-control']
const colours = ['accent', 'accent-soft', 'danger', 'danger-soft', 'warn', 'ok', 'info', 'focus']
const texts = ['text-1', 'text-2', 'text-3', 'accent-text', 'danger', 'warn', 'ok', 'info']
const sizes = ['text-2xl', 'text-xl', 'text-lg', 'text-base', 'text-sm', 'text-xs']
const types = [
  'text',
  'editor',
  'number',
  'bool',
  'email',
  'url',
  'date',
  'autodate',
  'select',
  'relation',
  'file',
  'json',
  'password',
  'geoPoint',
]

/** Colours by role, the type scale, and the tints of field types. */
export function DesignTokens(): ReactNode {
  return (
    <DesignSection title="Tokens">
      <div className="grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-3">
        {[...surfaces, ...colours].map((role) => (
          <div key={role} className="flex flex-col gap-1.5">
            <div
              className="h-12 rounded-control border border-line"
              style={{ background: `var(--${role})` }}
            />
            <code className="font-mono text-xs text-text-2">{role}</code>
          </div>
        ))}
      </div>
      <p className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
        {texts.map((role) => (
          <span key={role} style={{ color: `var(--${role})` }}>
            {role}
          </span>
        ))}
      </p>
      <div className="flex flex-col gap-1.5">
        {sizes.map((size) => (
          <p key={size} className={`${scale[size] ?? ''} truncate`}>
            Nasi gudeg, sambal, 25.000 <span className="text-text-3">{size}</span>
          </p>
        ))}
      </div>
      <p className="flex flex-wrap gap-x-4 gap-y-2">
        {types.map((type) => (
          <span key={type} className="inline-flex items-center gap-1.5 text-sm">
            <TypeIcon type={type} size={15} />
            {type}
          </span>
        ))}
      </p>
    </DesignSection>
  )
}

/** Written out, so that the style sheet has them. */
const scale: Readonly<Record<string, string>> = {
  'text-2xl': 'text-2xl font-semibold tracking-tight',
  'text-xl': 'text-xl font-semibold tracking-tight',
  'text-lg': 'text-lg font-semibold',
  'text-base': 'text-base',
  'text-sm': 'text-sm',
  'text-xs': 'text-xs',
}
