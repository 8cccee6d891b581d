import { lazy, Suspense, useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { openDocument, type Document, type DocumentChip } from '#contract/documents.ts'
import { query } from '../../platform/api.ts'
import { Icon } from '../../ui/Icon.tsx'
import { Network, Phone } from '../../ui/icons.ts'
import { VisuallyHidden } from '../../ui/VisuallyHidden.tsx'
import { documentPath } from '../documents/addresses.ts'
import { telOf } from '../vendors/tel.ts'
import { kitOf } from './kit.ts'
import css from './PhoneBar.module.css'

const BarPassword = lazy(async () => ({ default: (await import('./BarPassword.tsx')).BarPassword }))

/**
 * On a phone, along the lower edge of a runbook: call, password, map. Calling needs no unlocking. In an incident the bar
 * stands alone there; the band leads on.
 */
export function PhoneBar({ slug, document: runbook }: { slug: string; document: Document }) {
  const { callee, credential, map } = useFirsts(slug, runbook)
  const isAny = callee !== undefined || credential !== undefined || map !== undefined
  useEffect(() => {
    if (!isAny) return
    // The page keeps its last lines above the bar.
    document.documentElement.toggleAttribute('data-phone-bar', true)
    return () => void document.documentElement.toggleAttribute('data-phone-bar', false)
  }, [isAny])
  if (!isAny) return null
  return (
    <div className={css['bar']} role="group" aria-label="At hand" data-no-print>
      {callee?.vendor?.phone && (
        <a href={telOf(callee.vendor.phone)} className={css['call']} data-calls={callee.reference}>
          <span>
            <Icon of={Phone} />
            <b>
              Call {firstWord(callee.title)}
              <VisuallyHidden>{callee.title.slice(firstWord(callee.title).length)}, </VisuallyHidden>
            </b>
          </span>
          <small>{callee.vendor.phone}</small>
        </a>
      )}
      {credential && (
        <Suspense fallback={<span className={css['room']} />}>
          <BarPassword key={credential.reference} slug={slug} chip={credential} from={runbook.id} />
        </Suspense>
      )}
      {map && (
        <Link to={documentPath(slug, map.reference)} className={css['other']}>
          <span>
            <Icon of={Network} />
            <b>
              Map
              <VisuallyHidden> of {map.title}, </VisuallyHidden>
            </b>
          </span>
          <small>{map.reference}</small>
        </Link>
      )}
    </div>
  )
}

/** `Brightline Fibre` → `Brightline`: as much as a thumb's button has room for. */
const firstWord = (title: string): string => title.split(/\s+/)[0] ?? title

/** Of the runbook's kit the first of each; what it does not mention comes from its system. */
function useFirsts(slug: string, runbook: Document) {
  const own = kitOf([runbook])
  const [systemReference] = runbook.related.filter(({ kind }) => kind === 'system').map(({ reference }) => reference)
  const isCallable = ({ vendor }: DocumentChip) => vendor?.phone !== undefined
  const isWhole = own.vendors.some(isCallable) && own.diagrams.length > 0
  const system = useQuery({
    ...query(openDocument, { slug, reference: systemReference ?? '' }),
    enabled: systemReference !== undefined && !isWhole,
  }).data
  const all = kitOf(system ? [runbook, system] : [runbook])
  return {
    callee: all.vendors.find(isCallable),
    // A credential that the steps do not mention may open something else.
    credential: own.credentials.find((chip) => chip.credential && chip.credential.opens !== 'none'),
    map: all.diagrams[0],
  }
}
