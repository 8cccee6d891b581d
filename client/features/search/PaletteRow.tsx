import { memo } from 'react'
import ArrowRight from 'lucide-react/icons/arrow-right'
import type { Fragment } from '#contract/search.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import { FreshnessLabel } from '../../ui/FreshnessMark.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Kbd } from '../../ui/Kbd.tsx'
import { Person } from '../../ui/Person.tsx'
import { Reference } from '../../ui/Reference.tsx'
import { kindIcons } from '../../ui/ReferenceChip.tsx'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import type { DocumentOption, Option } from './palette-options.ts'
import css from './Palette.module.css'

interface PaletteRowProps {
  option: Option
  id: string
  isActive: boolean
  onPoint: (id: string) => void
  onTake: (option: Option, event: React.MouseEvent) => void
}

/** One row: what it is, its title, where it belongs, how it stands, and on the current row the key that takes it. */
export const PaletteRow = memo(function PaletteRow({ option, id, isActive, onPoint, onTake }: PaletteRowProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      className={css['row']}
      data-is={option.is}
      data-active={isActive || undefined}
      onPointerMove={() => !isActive && onPoint(option.id)}
      onClick={(event) => onTake(option, event)}
    >
      <Content option={option} />
      <span className={css['hint']} aria-hidden="true">
        {isActive && <Kbd keys="Enter" />}
      </span>
      {option.is === 'document' && option.snippet.length > 0 && (
        <span className={css['snippet']}>
          <Pause />
          {option.heading && <b>{option.heading}: </b>}
          <Marked fragments={option.snippet} />
        </span>
      )}
    </div>
  )
})

function Content({ option }: { option: Option }) {
  switch (option.is) {
    case 'document':
      return <DocumentContent option={option} />
    case 'person':
      return (
        <>
          <span className={css['title']}>
            <Person name={option.person.name} side={option.person.side} />
          </span>
          <Pause />
          <span className={css['place']}>{[option.detail, option.organization].filter(Boolean).join(' · ')}</span>
        </>
      )
    case 'action':
      return (
        <>
          <Icon of={ArrowRight} className={css['icon'] ?? ''} />
          <span className={css['title']}>{option.action.label}</span>
          {option.action.keys && (
            <span className={css['keys']} aria-hidden="true">
              <Kbd keys={option.action.keys} />
            </span>
          )}
        </>
      )
    case 'more':
      return (
        <>
          <span className={css['icon']} />
          <span className={css['more']}>{option.words}</span>
        </>
      )
  }
}

function DocumentContent({ option }: { option: DocumentOption }) {
  const places = [option.system, option.organization].filter(Boolean).join(' · ')
  return (
    <>
      <Icon of={kindIcons[option.kind]} className={css['icon'] ?? ''} />
      <span className={css['heading']}>
        <span className={css['title']}>
          {option.place && (
            <>
              {option.place.label} <span className={css['in']}>in</span>{' '}
            </>
          )}
          <Marked fragments={option.title} />
        </span>
        <Pause />
        <span className={css['reference']}>
          <Reference>{option.reference}</Reference>
        </span>
      </span>
      {places && <Pause />}
      <span className={css['place']}>{places}</span>
      <Pause />
      <span className={css['state']}>
        <FreshnessLabel {...option}>{freshnessWords(option)}</FreshnessLabel>
      </span>
    </>
  )
}

/** Between the parts of a row, for those who hear it. */
const Pause = () => <VisuallyHidden>, </VisuallyHidden>

function Marked({ fragments }: { fragments: readonly Fragment[] }) {
  return fragments.map(({ text, hit }, at) => (hit ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>))
}
