import { diff3Merge } from 'node-diff3'
import type { Content } from '#contract/content.ts'
import { marks } from './conflict-marks.ts'
import { mergeContent } from './merge-content.ts'
import { fieldNames, isSameField, type FieldName, type Writing } from './writing.ts'

/** What three texts come to: mine and theirs, both begun from `base`. */
export interface Merged {
  writing: Writing
  /** Fields, apart from the text, that both changed in different ways: mine stand in `writing`. */
  disputed: FieldName[]
  /** Places of the text where both changed the same lines: both stand there, between marks. */
  conflicts: number
  /** Places of the content where both changed the same value, as paths: mine stand. */
  contentDisputed: string[]
}

/** Takes from each what only that one changed. Nothing of either is dropped: what both changed stands twice. */
export function merge(base: Writing, mine: Writing, theirs: Writing, theirName: string): Merged {
  const disputed: FieldName[] = []
  const pick = <Name extends FieldName>(name: Name): Writing[Name] => {
    if (isSameField(mine[name], theirs[name]) || isSameField(mine[name], base[name])) return theirs[name]
    if (!isSameField(theirs[name], base[name])) disputed.push(name)
    return mine[name]
  }
  const picked = Object.fromEntries(
    fieldNames.filter((name) => !merging.has(name)).map((name) => [name, pick(name)]),
  ) as unknown as Writing
  const body = mergeText(base.body, mine.body, theirs.body, theirName)
  const structured = mergeContents(base.content, mine.content, theirs.content)
  return {
    writing: {
      ...picked,
      body: body.text,
      content: structured?.content,
      tags: mergeSets(base.tags, mine.tags, theirs.tags).toSorted(),
      related: mergeSets(base.related, mine.related, theirs.related),
    },
    disputed,
    conflicts: body.conflicts,
    contentDisputed: structured?.disputed ?? [],
  }
}

const merging = new Set<FieldName>(['body', 'content', 'tags', 'related'])

function mergeContents(base: Content | undefined, mine: Content | undefined, theirs: Content | undefined) {
  return base && mine && theirs ? mergeContent(base, mine, theirs) : undefined
}

/** Line by line; where both changed the same lines, both are kept between marks that no save lets pass unseen. */
export function mergeText(base: string, mine: string, theirs: string, theirName: string) {
  let conflicts = 0
  const lines = diff3Merge(toLines(mine), toLines(base), toLines(theirs), { excludeFalseConflicts: true }).flatMap(
    (region) => {
      if (region.ok) return region.ok
      if (!region.conflict) return []
      conflicts += 1
      return [marks.mine, ...region.conflict.a, marks.between, ...region.conflict.b, marks.end(theirName)]
    },
  )
  return { text: lines.join('\n'), conflicts }
}

/** What either added is in; what either took away is out. */
function mergeSets(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const gone = base.filter((each) => !mine.includes(each) || !theirs.includes(each))
  return [...new Set([...theirs, ...mine])].filter((each) => !gone.includes(each))
}

const toLines = (text: string): string[] => text.split('\n')
