import { useEffect, useState } from 'react'
import type { Document } from '#contract/documents.ts'
import { useOrganization, useSession } from '../../platform/session.ts'
import { formatDay, formatInstant } from '../../ui/format.ts'
import { freshnessWords } from '../../ui/freshness.ts'
import css from './PrintFrame.module.css'

/** On paper only: what this is, which version, and whether it could be trusted on that day. */
export function PrintHead({ document }: { document: Document }) {
  const { organization } = useOrganization()
  const { reference, title, revision, owner, verifiedAt, verifiedBy, archivedAt } = document
  const verified = verifiedAt
    ? `Last verified ${formatDay(verifiedAt)} by ${verifiedBy ?? 'somebody'}`
    : 'Never verified'
  return (
    <div className={css['head']} aria-hidden="true">
      <p>
        <strong>{organization}</strong> · {reference} {title}
      </p>
      <p>
        Version {revision} · {archivedAt ? 'Archived' : freshnessWords(document)} ·{' '}
        {owner ? `Owner ${owner.name}` : 'No owner'} · {verified}
      </p>
    </div>
  )
}

/** On paper only: who printed it, when, and the way back to the page. */
export function PrintFoot({ document }: { document: Document }) {
  const { account } = useSession()
  const [printedAt, setPrintedAt] = useState(() => new Date().toISOString())
  const path = useQrPath(location.origin + location.pathname)
  useEffect(() => {
    const stamp = () => setPrintedAt(new Date().toISOString())
    addEventListener('beforeprint', stamp)
    return () => removeEventListener('beforeprint', stamp)
  }, [])
  return (
    <div className={css['foot']} aria-hidden="true">
      {path && (
        <svg className={css['code']} viewBox={`0 0 ${path.size} ${path.size}`} shapeRendering="crispEdges">
          <path d={path.d} fill="#000" />
        </svg>
      )}
      <p>
        Printed {formatInstant(printedAt)} by {account.name}. Check {document.reference} in the vault before use.
      </p>
    </div>
  )
}

/** The code is drawn when the page has time, so that it is there before anybody prints. */
function useQrPath(address: string): { d: string; size: number } | undefined {
  const [path, setPath] = useState<{ d: string; size: number }>()
  useEffect(() => {
    let isCurrent = true
    const draw = async () => {
      const { qrPath } = await import('../../ui/qr-path.ts')
      if (isCurrent) setPath(qrPath(address, 'medium'))
    }
    const timer = setTimeout(() => void draw().catch(() => undefined), 1_500)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [address])
  return path
}
