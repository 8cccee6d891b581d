import { listDocumentationGaps, systemGaps } from '#contract/gaps.ts'
import { route } from '../../http/route.ts'
import { list, ofSystem } from './rules.ts'

export const gapRoutes = [
  // For those who write, and those who see to it that it is written; each over what they see.
  route(listDocumentationGaps, { roles: ['owner', 'admin', 'editor', 'auditor'] }, list, { effect: 'heavy' }),
  route(systemGaps, { level: 'view', on: (input) => input.reference }, ofSystem),
]
