import { createContext, useContext } from 'react'
import { useParams } from 'react-router'
import { mySession, type Membership, type Session } from '#contract/accounts.ts'
import { query } from './api.ts'

/** Who is signed in. The gate around every signed-in page (features/shell/SignedIn.tsx) provides it. */
export const SessionContext = createContext<Session | undefined>(undefined)

export const sessionQuery = { ...query(mySession, {}), staleTime: 60_000 }

/** The account and its memberships; pages across organizations loop over `memberships`. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('useSession belongs inside the signed-in pages')
  return session
}

/**
 * The membership in the organization that the address names (`/o/:org/…`).
 * @throws NothingHere for an organization that is not one of the person's: unknown and out of reach look the same.
 */
export function useOrganization(): Membership {
  const { org } = useParams()
  const membership = useSession().memberships.find(({ slug }) => slug === org)
  if (!membership) throw new NothingHere()
  return membership
}

/** The shell shows its "not found" page for it. Pages may throw it for whatever is unknown or out of reach. */
export class NothingHere extends Error {
  constructor() {
    super('There is nothing here')
    this.name = 'NothingHere'
  }
}

/** Key holders manage people, access and collections. The server decides; this only hides what would be refused. */
export const isKeyHolder = ({ role }: Pick<Membership, 'role'>): boolean => role === 'owner' || role === 'admin'

/** Owners, admins and auditors read what everybody did; others their own acts. */
export const readsAllActivity = ({ role }: Pick<Membership, 'role'>): boolean =>
  isKeyHolder({ role }) || role === 'auditor'
