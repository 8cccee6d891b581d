import type { VendorFacts } from '#contract/vendors.ts'
import { TextDiff } from '../documents/compare/TextDiff.tsx'
import { compareVendors } from './compare.ts'
import css from '../documents/history/History.module.css'

interface VendorDifferencesProps {
  before: VendorFacts
  after: VendorFacts
  beforeName: string
  afterName: string
}

/** What differs between two versions of a vendor, field by field; long texts line by line. */
export default function VendorDifferences({ before, after, beforeName, afterName }: VendorDifferencesProps) {
  const changes = compareVendors(before, after)
  const [short, long] = [changes.filter(({ isText }) => !isText), changes.filter(({ isText }) => isText)]
  if (changes.length === 0) return <p className={css['said']}>Both versions say the same of this vendor.</p>
  return (
    <>
      {short.length > 0 && (
        <dl className={css['fields']} data-wide aria-label="What changed">
          {short.map(({ name, before, after }, at) => (
            <div key={at}>
              <dt>{name}</dt>
              <dd>
                {before && <del>{before}</del>} {after ? <ins>{after}</ins> : 'removed'}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {long.map(({ name, before, after }) => (
        <section key={name} aria-label={name}>
          <h2>{name}</h2>
          <TextDiff
            left={before}
            right={after}
            leftName={beforeName}
            rightName={afterName}
            label={`${name}, both versions`}
          />
        </section>
      ))}
    </>
  )
}
