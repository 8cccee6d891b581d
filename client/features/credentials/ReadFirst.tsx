import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { Credential } from '#contract/credentials.ts'

/** The list that the collection asks a technician to have read, as a link: `Read RL-02 On call with Northlight`. */
export function ReadFirst({
  slug,
  of,
  children,
}: {
  slug: string
  of: NonNullable<Credential['readFirst']>
  children?: ReactNode
}) {
  const { list, title } = of
  return <Link to={`/o/${slug}/reading/${list}`}>{children ?? `Read ${list} ${title}`}</Link>
}
