import type { ReactNode } from 'react'
import { Navigate, useLocation, useParams } from 'react-router'
import { formatReference, parseReference, type Kind, type Reference } from '#contract/values.ts'
import { NothingHere } from '../../platform/session.ts'
import { documentPath } from './addresses.ts'

/**
 * Reads the reference out of the address as generously as people say it (`/runbooks/rb9`), and puts its one form there.
 * @param tail what follows the reference in the address: `/edit`
 */
export function AtReference(props: { kind: Kind; tail?: string; children: (reference: Reference) => ReactNode }) {
  const { org = '', reference: written = '' } = useParams()
  const { search, hash } = useLocation()
  const parsed = parseReference(written)
  if (!parsed) throw new NothingHere()
  const reference = formatReference(parsed.kind, parsed.number)
  if (reference !== written || parsed.kind !== props.kind)
    return <Navigate to={`${documentPath(org, reference)}${props.tail ?? ''}${search}${hash}`} replace />
  return props.children(reference)
}
