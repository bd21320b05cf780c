import 'uplot/dist/uPlot.min.css'
import { type ReactNode, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import { useChoice } from '../choice.ts'
import { language } from '../language.ts'
import type { Hours } from './hours.ts'
import { useShownTheme } from './use-shown-theme.ts'

interface TimeBarsProps {
  hours: Hours
  /** The roles of colour of the series, for example `accent` and `danger`. */
  colours: readonly string[]
  height: number
  /** What the picture says, for those who do not see it. */
  label: string
  /** A stretch was marked with the pointer: unix milliseconds. */
  onSelect?: (from: number, to: number) => void
}

/** Bars over time, one series before the other. Loaded with the first page that has a chart. */
export function TimeBars(props: TimeBarsProps): ReactNode {
  const [look, locale] = [useShownTheme(), useChoice(language)]
  const roles = props.colours.join(' ')
  // A canvas takes its colours and words when it is made: others make another chart.
  return <Chart key={`${look} ${locale} ${roles}`} {...props} roles={roles} locale={locale} />
}

function Chart({
  hours,
  roles,
  locale,
  height,
  label,
  onSelect,
}: TimeBarsProps & { roles: string; locale: string }): ReactNode {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<uPlot>(null)
  const select = useRef(onSelect)
  useEffect(() => {
    select.current = onSelect
  })
  useEffect(() => {
    const box = place.current
    if (!box) return
    const names = roles.split(' ')
    const look: Look = {
      width: box.clientWidth,
      height,
      roles: names,
      locale,
      select: (from, to) => select.current?.(from, to),
    }
    const drawn = new uPlot(optionsOf(look), [[], ...names.map(() => [])], box)
    chart.current = drawn
    const resize = new ResizeObserver(() => drawn.setSize({ width: box.clientWidth, height }))
    resize.observe(box)
    return () => {
      resize.disconnect()
      drawn.destroy()
      chart.current = null
    }
  }, [height, roles, locale])
  useEffect(() => {
    chart.current?.setData([[...hours.times], ...hours.series.map((counts) => [...counts])])
  }, [hours])
  // A canvas is drawn, there is no file to show.
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
  return <div ref={place} role="img" aria-label={label} />
}

interface Look {
  width: number
  height: number
  roles: readonly string[]
  locale: string
  select: (from: number, to: number) => void
}

function optionsOf({ width, height, roles, locale, select }: Look): uPlot.Options {
  const bars = uPlot.paths.bars?.({ size: [0.72, 40, 1], radius: 0.15 })
  const axis = {
    stroke: colourOf('text-3'),
    font: '11px "Inter Variable", sans-serif',
    ticks: { show: false },
  }
  const number = new Intl.NumberFormat(locale, { notation: 'compact' })
  return {
    width,
    height,
    legend: { show: false },
    // Half of the last label of the hours has to fit beside the last bar.
    padding: [6, 28, 0, 0],
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    scales: { x: { time: true }, y: { range: (_chart, _least, most) => [0, Math.max(4, most * 1.05)] } },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 76,
        values: (_chart, times) => timeLabels(times, locale),
      },
      {
        ...axis,
        grid: { stroke: colourOf('line'), width: 1 },
        size: 44,
        space: 32,
        values: (_chart, values) =>
          values.map((value) => (Number.isInteger(value) ? number.format(value) : '')),
      },
    ],
    series: [
      {},
      ...roles.map((role) => ({
        fill: colourOf(role),
        width: 0,
        points: { show: false },
        ...(bars ? { paths: bars } : {}),
      })),
    ],
    hooks: {
      setSelect: [
        (drawn) => {
          const { left, width: wide } = drawn.select
          if (wide < 4) return
          select(drawn.posToVal(left, 'x') * 1000, drawn.posToVal(left + wide, 'x') * 1000)
          drawn.setSelect({ left: 0, width: 0, top: 0, height: 0 }, false)
        },
      ],
    },
  }
}

/** The day at the first label and at midnight, else the hour. */
function timeLabels(times: readonly number[], locale: string): string[] {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const hour = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })
  return times.map((time) => {
    const date = new Date(time * 1000)
    return date.getHours() === 0 && date.getMinutes() === 0 ? day.format(date) : hour.format(date)
  })
}

function colourOf(role: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${role}`).trim()
}
