import { mySession } from '#contract/accounts.ts'
import { addSecretWraps, openCredential, secretKeyWork } from '#contract/credentials.ts'
import { openDocument } from '#contract/documents.ts'
import type { Endpoint, InputOf, OutputOf } from '#contract/endpoint.ts'
import { addWraps, appendToLog, keyWork, myKeys, readLog, saveHome, type ReadEntry } from '#contract/log.ts'
import { Refused } from '#contract/log/refused.ts'
import { IntegrityError } from '#contract/crypto/errors.ts'
import { Problem, type ProblemCode } from '#contract/problems.ts'
import type { Reference } from '#contract/values.ts'
import type { LogSummary } from '../vault/log-summary.ts'
import type { HomePin } from './home-pins.ts'
import type { Post } from '../vault/stating.ts'
import type { AnswerOf, CoreDeed, InputOf as DeedInput } from '../vault/vault-protocol.ts'

/**
 * What goes back and forth between a vault and a server about an organization's log and keys. Knows neither pages nor
 * cookies: the browser, the command line and the demo each lend it their hands.
 */

export interface Hands {
  call: <E extends Endpoint>(endpoint: E, input: InputOf<E>) => Promise<OutputOf<E>>
  does: <D extends CoreDeed>(deed: D, input: DeedInput<D>) => Promise<AnswerOf<D>>
  /** The highest number of the sealed list of organizations that this device has seen, by account. */
  homePin: { get(accountId: string): HomePin | undefined; set(accountId: string, pin: HomePin): void }
}

/** An organization of the person who is signed in. */
export interface OrganizationPlace {
  slug: string
  organizationId: string
  orgId: string
}

export type OrganizationProtocol = ReturnType<typeof makeOrganizationProtocol>

/** How often somebody else may be quicker. */
const mostTries = 5

export function makeOrganizationProtocol({ call, does, homePin }: Hands) {
  /** Takes in the account's own list of organizations, as the session has it: before any log is followed. */
  async function openHome(): Promise<void> {
    const { account, home } = await call(mySession, {})
    const opened = await does('openHome', { home, least: homePin.get(account.id) })
    if (opened.counter > 0) homePin.set(account.id, opened)
  }

  /** Keeps the list, where it has changed. Another device may have been quicker: then both lists become one. */
  async function keepHome(): Promise<void> {
    for (let tries = 1; ; tries++) {
      const made = await does('sealHome', null)
      if (!made) return
      const { counter, sealed, keys } = made
      try {
        await call(saveHome, { counter, sealed })
        const { account } = await call(mySession, {})
        homePin.set(account.id, { counter, keys })
        return
      } catch (error) {
        if (!isMovedOn(error) || tries >= mostTries) throw error
        await openHome()
      }
    }
  }

  /** Reads on in the log. @throws IntegrityError for a log that the vault does not believe. */
  async function follow({ slug, organizationId, orgId }: OrganizationPlace): Promise<LogSummary> {
    const { seq } = await does('logPlace', { organizationId })
    const entries: ReadEntry[] = []
    for (;;) {
      const { items, more } = await call(readLog, { slug, after: seq + entries.length })
      entries.push(...items)
      if (!more) break
    }
    return does('followLog', { organizationId, orgId, after: seq, entries })
  }

  /** Fetches the wrapped keys that are meant for this person. */
  async function fetchKeys({ slug, organizationId }: OrganizationPlace): Promise<void> {
    const { items } = await call(myKeys, { slug })
    await does('giveKeys', { organizationId, keys: items })
  }

  /** Log and keys as the server has them now. */
  async function ready(place: OrganizationPlace): Promise<LogSummary> {
    const summary = await follow(place)
    await fetchKeys(place)
    return summary
  }

  /**
   * States something: signs it, sends it, and signs it anew where somebody else was quicker.
   * @param make signs for the next place in the log; is asked again after reading on. Nothing is sent for no entries.
   * @throws Problem as the server's, also for what the vault itself refuses to sign.
   */
  async function append(place: OrganizationPlace, make: () => Promise<Post>): Promise<LogSummary> {
    for (let tries = 1; ; tries++) {
      try {
        const post = await make()
        if (post.entries.length > 0) await call(appendToLog, { slug: place.slug, ...post })
        return await ready(place)
      } catch (error) {
        if (!isMovedOn(error) || tries >= mostTries) throw asProblem(error)
        await ready(place)
      }
    }
  }

  return { openHome, keepHome, follow, fetchKeys, ready, append, work: makeKeyWork({ call, does }, { ready, append }) }
}

/** What was done in the background. */
export interface WorkDone {
  /** Names of those who were let in. */
  admitted: string[]
  /** What could not be done, for a single quiet word. */
  failures: unknown[]
}

/** What only an unlocked key holder can do, and does without being asked. */
function makeKeyWork(
  { call, does }: Pick<Hands, 'call' | 'does'>,
  {
    ready,
    append,
  }: {
    ready: (place: OrganizationPlace) => Promise<LogSummary>
    append: (place: OrganizationPlace, make: () => Promise<Post>) => Promise<LogSummary>
  },
) {
  return async function work(place: OrganizationPlace): Promise<WorkDone> {
    const { slug, organizationId } = place
    const done: WorkDone = { admitted: [], failures: [] }
    const attempt = async (act: () => Promise<unknown>) => {
      try {
        await act()
      } catch (error) {
        done.failures.push(error)
      }
    }
    const todo = await call(keyWork, { slug })
    let summary = await ready(place)
    for (const { acceptance } of todo.admissions) {
      await attempt(async () => {
        let admitted = ''
        summary = await append(place, async () => {
          const { post, name } = await does('admit', { organizationId, acceptance })
          admitted = name
          return post
        })
        done.admitted.push(admitted)
      })
    }
    await attempt(async () => {
      const wishes = todo.lapsed
        .filter((id) => summary.grants.some((grant) => grant.id === id))
        .map((grant) => ({ type: 'grant.end' as const, grant }))
      if (wishes.length > 0) summary = await append(place, () => does('stateIn', { organizationId, wishes }))
    })
    await attempt(async () => {
      summary = await renew(place, summary)
    })
    await attempt(async () => {
      const { items } = await call(secretKeyWork, { slug })
      for (const { reference, holders } of items) await attempt(() => wrapFor(place, reference, holders))
    })
    return done
  }

  /** New epochs where they are needed, as many at a time as one request takes, and then the wraps that are missing. */
  async function renew(place: OrganizationPlace, before: LogSummary): Promise<LogSummary> {
    const { slug, organizationId } = place
    let summary = before
    for (let left = staleIn(summary); left > 0;) {
      summary = await append(place, async () => (await does('renew', { organizationId, has: [] })).post)
      const now = staleIn(summary)
      // Some that are left may be for another key holder, who was given their keys.
      if (now >= left) break
      left = now
    }
    // Asked anew: what was done before may have made some of them already.
    const { collections: has } = await call(keyWork, { slug })
    if (has.length === 0) return summary
    const { wraps } = await does('renew', { organizationId, has })
    if (wraps.length > 0) await call(addWraps, { slug, wraps })
    return summary
  }

  /** The key of one secret for those who were given access to that document alone. */
  async function wrapFor(place: OrganizationPlace, reference: Reference, missing: Missing[]): Promise<void> {
    const { slug, organizationId } = place
    const [document, credential] = await Promise.all([
      call(openDocument, { slug, reference }),
      call(openCredential, { slug, reference }),
    ])
    const { id: documentId, address, class: secretClass } = credential
    const { title, collectionId } = document
    const shown = { documentId, title, address, class: secretClass, collectionId }
    const holders = credential.holders.filter(({ account, leaseId, grantId }) =>
      missing.some((each) => each.account === account && each.leaseId === leaseId && each.grantId === grantId),
    )
    const { wraps } = await does('wrapSecret', { organizationId, shown, credential, holders })
    if (wraps.length > 0) {
      await call(addSecretWraps, { slug, reference, wraps })
    }
  }
}

type Missing = OutputOf<typeof secretKeyWork>['items'][number]['holders'][number]

const staleIn = ({ collections }: LogSummary): number =>
  collections.filter(({ archived, isStale }) => !archived && isStale).length

const isMovedOn = (error: unknown): boolean =>
  (error instanceof Problem && error.code === 'changed-meanwhile') ||
  (error instanceof Refused && error.code === 'moved-on')

/** What the vault would not sign, in the words that the server would have for it. */
function asProblem(error: unknown): unknown {
  if (!(error instanceof Refused)) return error
  const { code, message: detail, field } = error
  if (code === 'forged') return new IntegrityError(detail)
  const codes: Record<typeof code, ProblemCode> = {
    wrong: field === undefined ? 'not-possible-now' : 'invalid-input',
    unknown: field === undefined ? 'not-possible-now' : 'invalid-input',
    taken: 'already-exists',
    'not-permitted': 'not-permitted',
    'last-owner': 'last-owner',
    'moved-on': 'changed-meanwhile',
  }
  const named = field !== undefined && (code === 'wrong' || code === 'unknown' || code === 'taken')
  return new Problem(codes[code], named ? { errors: [{ pointer: `/entries/0/${field}`, detail }] } : { detail })
}
