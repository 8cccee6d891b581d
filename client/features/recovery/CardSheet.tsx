import { formatDay } from '../../ui/format.ts'
import { qrPath } from '../../ui/qr-path.ts'
import { cardBlocks } from './card-blocks.ts'
import { asWord, capital, whichOpen, whichToBring } from './words.ts'
import css from './CardSheet.module.css'

export interface CardSheetProps {
  organization: string
  /** Six words. */
  fingerprint: readonly string[]
  /** Which kit of the organization this is, from 1. */
  epoch: number
  k: number
  /** The code of each card, in order. Secret: nothing but paper shows them, and they are never in an address or a title. */
  codes: readonly string[]
  /** An instant or a day. */
  madeAt: string
  madeBy: string
  /** Where the cards are used: `https://vault.example.com/recover`. */
  address: string
}

/** The recovery cards, for paper alone: two to a page of A4 or Letter, to be cut apart. */
export function CardSheet({ codes, ...kit }: CardSheetProps) {
  return (
    <div className={css['sheet']} aria-hidden="true">
      {codes.map((code, at) => (
        <Card key={at} {...kit} code={code} index={at + 1} n={codes.length} />
      ))}
    </div>
  )
}

type CardProps = Omit<CardSheetProps, 'codes'> & { code: string; index: number; n: number }

function Card({ organization, fingerprint, epoch, k, n, index, code, madeAt, madeBy, address }: CardProps) {
  const [start, ...blocks] = cardBlocks(code)
  const qr = qrPath(code, 'quartile')
  return (
    <section className={css['card']}>
      <header className={css['head']}>
        <div>
          <h2>
            Recovery card {index} of {n}
          </h2>
          <p className={css['organization']}>{organization}</p>
        </div>
        <p className={css['made']}>
          Kit {epoch}, made {formatDay(madeAt)}
          <br />
          by {madeBy}
        </p>
      </header>
      <div className={css['code']}>
        <svg className={css['qr']} viewBox={`-4 -4 ${qr.size + 8} ${qr.size + 8}`} shapeRendering="crispEdges">
          <path d={qr.d} fill="#000" />
        </svg>
        <div>
          <p className={css['start']}>{start}</p>
          <ol className={css['blocks']}>
            {blocks.map((block, at) => (
              <li key={at}>
                <span>{at + 1}</span>
                {block}
              </li>
            ))}
          </ol>
        </div>
      </div>
      <ul className={css['rules']}>
        <li>
          <strong>{whichOpen(k, n)} open everything in the vault.</strong>{' '}
          {k === 2 ? 'One alone opens nothing.' : `${capital(asWord(k - 1))} open nothing.`}
        </li>
        <li>
          Keep this card where nobody finds it by chance, such as a safe or a bank box, and not with another of the
          cards.
        </li>
        <li>Never photograph, scan, copy or send it. Type it nowhere but in your vault, at the address below.</li>
        <li>Lost, or seen by somebody else? Tell an owner, who makes new cards for everybody.</li>
        <li>
          When nobody can open the vault any more: go to <strong className={css['address']}>{address}</strong> and bring{' '}
          {whichToBring(k, n)}. Check first that it names your organization and these words:{' '}
          <strong>{fingerprint.join(' ')}</strong>
        </li>
      </ul>
      <footer className={css['given']}>
        <span>Given to</span>
        <span>on</span>
        <span>kept at</span>
      </footer>
    </section>
  )
}
