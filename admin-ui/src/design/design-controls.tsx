import { Pencil, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { controlLook } from '../inputs/look.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { Checkbox } from '../parts/checkbox.tsx'
import { Field } from '../parts/field.tsx'
import { NumberInput } from '../parts/number-input.tsx'
import { Segmented } from '../parts/segmented.tsx'
import { Select } from '../parts/select.tsx'
import { Switch } from '../parts/switch.tsx'
import { Tabs } from '../parts/tabs.tsx'
import { TextInput } from '../parts/text-input.tsx'
import { Textarea } from '../parts/textarea.tsx'
import { DesignSection } from './design-section.tsx'

/** Buttons and everything that a form is made of, as it comes and with a problem. */
export function DesignControls(): ReactNode {
  return (
    <DesignSection title="Controls">
      <div className="flex flex-wrap items-center gap-2">
        <Button look="primary">
          <Plus size={15} strokeWidth={2} aria-hidden />
          Primary
        </Button>
        <Button>Quiet</Button>
        <Button look="plain">Plain</Button>
        <Button look="danger">Danger</Button>
        <Button look="primary" disabled>
          Disabled
        </Button>
        <Button busy>Busy</Button>
        <IconButton label="Change">
          <Pencil size={15} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </div>
      <Inputs />
      <Choices />
    </DesignSection>
  )
}

function Inputs(): ReactNode {
  const [number, setNumber] = useState<number | null>(30)
  const [size, setSize] = useState<'small' | 'big'>('small')
  return (
    <div className="grid gap-4 sm:grid-cols-2 wide:grid-cols-3">
      <TextInput label="Text" hint="What it is for, in a sentence." defaultValue="Soto ayam" />
      <TextInput label="With a problem" problem="This value is taken." defaultValue="Soto ayam" />
      <TextInput label="Password" type="password" defaultValue="a long password" autoComplete="off" />
      <Field label="Number" help="With its unit.">
        {(control) => <NumberInput {...control} value={number} onNumber={setNumber} unit="seconds" />}
      </Field>
      <Field label="Select">
        {(control) => (
          <Select
            {...control}
            value={size}
            options={[
              ['small', 'Small'],
              ['big', 'Big'],
            ]}
            onPick={setSize}
          />
        )}
      </Field>
      <Field label="Code" problem="This is not JSON yet.">
        {(control) => (
          <input {...control} defaultValue="{ name: 1" className={controlLook(true, 'h-8.5 font-mono')} />
        )}
      </Field>
      <Field label="Several lines" className="sm:col-span-2 wide:col-span-3">
        {(control) => <Textarea {...control} defaultValue={'One line,\nand another.'} />}
      </Field>
    </div>
  )
}

function Choices(): ReactNode {
  const [isOn, setOn] = useState(true)
  const [isChecked, setChecked] = useState(true)
  const [look, setLook] = useState<'list' | 'grid'>('list')
  const [tab, setTab] = useState<'one' | 'two'>('one')
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Switch label="Switch" help="On or off, at once." checked={isOn} onChange={setOn} />
        <Switch label="Off" problem="It has to be on." checked={false} onChange={setOn} />
        <Checkbox label="Checkbox" checked={isChecked} onCheck={setChecked} />
        <div>
          <Segmented
            label="Look"
            value={look}
            options={[
              ['list', 'List'],
              ['grid', 'Grid'],
            ]}
            onPick={setLook}
          />
        </div>
      </div>
      <div className="flex h-28 flex-col rounded-sheet border border-line">
        <Tabs label="Tabs" tabs={{ one: 'Fields', two: 'Rules' }} current={tab} onChoose={setTab}>
          <p className="p-5 text-sm text-text-2">What is under the tab {tab}.</p>
        </Tabs>
      </div>
    </>
  )
}
