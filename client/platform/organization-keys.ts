import type { Session } from '#contract/accounts.ts'
import { listCollections } from '#contract/organizations.ts'
import type { CollectionId } from '#contract/values.ts'
import { v7 as uuidv7 } from 'uuid'
import type { LogSummary } from '../vault/log-summary.ts'
import type { Post, Wish } from '../vault/stating.ts'
import { insist, IntegrityError } from '#contract/crypto/errors.ts'
import { KeyMissing, LockedMeanwhile } from '../vault/vault-errors.ts'
import type { AnswerOf, CoreDeed, InputOf } from '../vault/vault-protocol.ts'
import { call } from './api.ts'
import { makeHomePins } from './home-pins.ts'
import { makeOrganizationProtocol, type OrganizationPlace, type WorkDone } from './organization-protocol.ts'
import { queryClient } from './query-client.ts'
import { NothingHere, sessionQuery } from './session.ts'
import { askToUnlock } from './unlock.ts'
import { theVault } from './vault.ts'

/** The organizations' logs and keys, for pages: fetched, followed, and kept fresh while the vault is unlocked. */

const protocol = makeOrganizationProtocol({
  call,
  does: (deed, input) => theVault().does(deed, input),
  homePin: makeHomePins(localStorage),
})

/** By slug: when log and keys were last taken in. Forgotten with every lock, in whichever tab it happened. */
const freshSince = new Map<string, number>()
let homeOpened: Promise<void> | undefined
let watching = false

/** A copy must not wait for the network. Who needs something newer finds out, and reads on: {@link doing}. */
const freshForMs = 5 * 60_000
const homeAfterMs = 2_000

export const logKey = (slug: string) => ['organization log', slug] as const

export const organizationIdOf = (slug: string): string => placeOf(slug).organizationId

function placeOf(slug: string): OrganizationPlace {
  const session = queryClient.getQueryData<Session>(sessionQuery.queryKey)
  const membership = session?.memberships.find((each) => each.slug === slug)
  if (!membership) throw new NothingHere()
  return membership
}

function isUnlocked(): boolean {
  const state = theVault().current()
  const session = queryClient.getQueryData<Session>(sessionQuery.queryKey)
  return state.is === 'unlocked' && state.accountId === session?.account.id
}

/**
 * Makes the keys of an organization ready: asks for the passphrase where the vault is locked, follows the log and takes
 * the keys in where that has not been done lately.
 * @param why "to copy a password": ends the sentence of the dialog.
 * @returns false where the person turned back. @throws as `call`, and IntegrityError for a log that does not hold.
 */
export async function readyFor(slug: string, why: string): Promise<boolean> {
  if (!isUnlocked() && !(await askToUnlock(why))) return false
  await readyNow(slug)
  return true
}

/** As {@link readyFor}, for an unlocked vault. */
export async function readyNow(slug: string): Promise<void> {
  const since = freshSince.get(slug)
  if (since !== undefined && performance.now() - since < freshForMs) return
  await refresh(slug)
}

const refreshing = new Map<string, Promise<LogSummary>>()

/** Reads on in log and keys, whatever is known. */
export function refresh(slug: string): Promise<LogSummary> {
  const under = refreshing.get(slug) ?? refreshed(slug).finally(() => refreshing.delete(slug))
  refreshing.set(slug, under)
  return under
}

async function refreshed(slug: string): Promise<LogSummary> {
  forgetOnLock()
  await home()
  return note(slug, await protocol.ready(placeOf(slug)))
}

function note(slug: string, summary: LogSummary): LogSummary {
  freshSince.set(slug, performance.now())
  queryClient.setQueryData(logKey(slug), summary)
  keepHomeSoon()
  return summary
}

function home(): Promise<void> {
  homeOpened ??= protocol.openHome().catch((error: unknown) => {
    homeOpened = undefined
    throw error
  })
  return homeOpened
}

function forgetOnLock(): void {
  if (watching) return
  watching = true
  theVault().onLock(() => {
    freshSince.clear()
    homeOpened = undefined
    queryClient.removeQueries({ queryKey: ['organization log'] })
  })
}

let homeTimer: ReturnType<typeof setTimeout> | undefined

/** Keeps the sealed list of organizations a little later; where that fails, with the next change. */
export function keepHomeSoon(): void {
  clearTimeout(homeTimer)
  homeTimer = setTimeout(() => {
    if (isUnlocked())
      void home()
        .then(protocol.keepHome)
        .catch(() => undefined)
  }, homeAfterMs)
}

/**
 * A deed with the keys of an organization. Where it fails for want of something newer, such as the author of a secret
 * who joined a minute ago, it is done once more after reading on: only what fails then was tampered with.
 */
export async function doing<D extends CoreDeed>(slug: string, deed: D, input: InputOf<D>): Promise<AnswerOf<D>> {
  await readyNow(slug)
  const since = freshSince.get(slug)
  try {
    return await theVault().does(deed, input)
  } catch (error) {
    const mayHelp =
      error instanceof IntegrityError ||
      (error instanceof KeyMissing && error.absence !== 'other-keys') ||
      (error instanceof LockedMeanwhile && isUnlocked())
    if (!mayHelp || freshSince.get(slug) !== since) throw error
    await refresh(slug)
    return theVault().does(deed, input)
  }
}

/**
 * States something in the log, for an unlocked vault: posts what `make` signs, and has it signed anew where somebody
 * else was quicker.
 * @throws Problem as the server's; `make`'s own errors.
 */
export async function append(slug: string, make: () => Promise<Post>): Promise<LogSummary> {
  await readyNow(slug)
  return note(slug, await protocol.append(placeOf(slug), make))
}

/**
 * States wishes, after asking for the passphrase where the vault is locked.
 * @returns false where the person turned back.
 */
export async function state(slug: string, why: string, wishes: Wish[]): Promise<boolean> {
  if (!(await readyFor(slug, why))) return false
  const organizationId = organizationIdOf(slug)
  await append(slug, () => theVault().does('stateIn', { organizationId, wishes }))
  return true
}

/**
 * As {@link state}, about members: only if the log has the names that stood on the screen.
 * @throws IntegrityError where the server called somebody by another's name.
 */
export async function stateAbout(
  slug: string,
  why: string,
  people: readonly { id: string; name: string }[],
  wishes: Wish[],
): Promise<boolean> {
  if (!(await readyFor(slug, why))) return false
  const isNamed = ({ members }: LogSummary) =>
    people.every((person) => members.some(({ id, name }) => id === person.id && name === person.name))
  const known = queryClient.getQueryData<LogSummary>(logKey(slug))
  if (!known || !isNamed(known)) insist(isNamed(await refresh(slug)), 'a person bears the name that the log has')
  return state(slug, why, wishes)
}

/** Makes a collection with its first keys, for an unlocked vault. */
export async function makeCollection(
  slug: string,
  of: { name: string; description: string; restricted: boolean },
): Promise<CollectionId> {
  const collection = uuidv7()
  const wish: Wish = { type: 'collection', collection, custody: uuidv7(), ...of }
  const organizationId = organizationIdOf(slug)
  await append(slug, () => theVault().does('stateIn', { organizationId, wishes: [wish] }))
  await queryClient.invalidateQueries({ queryKey: [listCollections.path] })
  return collection as CollectionId
}

/** Does what waits for a key holder: lets people in, renews keys, hands missing ones over. For an unlocked vault. */
export async function work(slug: string): Promise<WorkDone> {
  forgetOnLock()
  await home()
  const done = await protocol.work(placeOf(slug))
  await refresh(slug)
  return done
}
