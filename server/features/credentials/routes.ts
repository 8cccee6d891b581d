import {
  addSecretWraps,
  createCredential,
  listOpeners,
  listReveals,
  listSecretVersions,
  openCredential,
  reveal,
  revealForCheck,
  saveCredential,
  secretKeyWork,
} from '#contract/credentials.ts'
import type { Reference } from '#contract/values.ts'
import { route } from '../../http/route.ts'
import { reveal as revealRule, revealForCheck as check } from './reveal.ts'
import {
  listOpeners as openers,
  listReveals as reveals,
  listSecretVersions as versions,
  missingSecretWraps,
  openCredential as open,
} from './rules.ts'
import { addSecretWraps as addWraps, createCredential as create, saveCredential as save } from './write.ts'

const on = (input: { reference: Reference }) => input.reference
const view = { level: 'view', on } as const
const keyHolders = { roles: ['owner', 'admin'] } as const

export const credentialRoutes = [
  route(createCredential, { level: 'view', in: (input) => input.collectionId }, create),
  route(openCredential, view, open),
  route(saveCredential, { level: 'edit', on }, save),
  // Who may view may ask; whether a lease opens it is decided inside, where the fields are known.
  route(reveal, view, revealRule, { signed: (input) => ({ ...input, type: 'reveal' }) }),
  route(addSecretWraps, { level: 'edit', on }, addWraps),
  route(secretKeyWork, keyHolders, ({ db, actor, now }) => ({
    items: missingSecretWraps(db, actor.organizationId, now),
  })),
  route(revealForCheck, 'member', check, { signed: (input) => ({ ...input, type: 'check' }) }),
  route(listSecretVersions, { level: 'reveal', on }, versions),
  route(listReveals, { level: 'list', on }, reveals),
  route(listOpeners, view, openers),
]
