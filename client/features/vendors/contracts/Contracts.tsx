import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useLocation } from 'react-router'
import Plus from 'lucide-react/icons/plus'
import { listContracts, type Contract } from '#contract/contracts.ts'
import type { Document } from '#contract/documents.ts'
import { levels } from '#contract/values.ts'
import { query } from '../../../platform/api.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { Button } from '../../../ui/Button.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import { ContractCard } from './ContractCard.tsx'
import css from './contracts.module.css'

const ContractDialog = lazy(async () => ({ default: (await import('./ContractDialog.tsx')).ContractDialog }))
const DecisionDialog = lazy(async () => ({ default: (await import('./DecisionDialog.tsx')).DecisionDialog }))

export type ContractAct = 'edit' | 'decide'

/** The contracts of a vendor, the next deadline first; for its page. `?contract=CT-04` opens one. */
export function Contracts({ slug, vendor }: { slug: string; vendor: Document }) {
  const { reference, level, archivedAt } = vendor
  const living = useQuery(query(listContracts, { slug, vendor: reference, limit: 200 }))
  const archived = useQuery(query(listContracts, { slug, vendor: reference, archived: 'true', limit: 200 }))
  const [isAdding, setAdding] = useState(false)
  const [open, setOpen] = useState<{ act: ContractAct; contract: Contract }>()
  const asked = new URLSearchParams(useLocation().search).get('contract')
  const mayEdit = level >= levels.edit && !archivedAt

  const items = living.data?.items
  const put = archived.data?.items ?? []
  return (
    <section className={css['section']} aria-labelledby="contracts">
      <header className={css['header']}>
        <h2 id="contracts">Contracts</h2>
        {mayEdit && (
          <Button variant="quiet" icon={Plus} onClick={() => setAdding(true)} data-no-print>
            Add contract
          </Button>
        )}
      </header>
      {living.isError && !items && (
        <Failed what="Its contracts" error={living.error} onRetry={() => void living.refetch()} />
      )}
      {living.isPending && <LoadingRows what="its contracts" rows={2} />}
      {items?.length === 0 && (
        <p className={css['none']}>
          No contract yet. Enter its end and notice period, and it counts down to the day that matters.
        </p>
      )}
      {items && items.length > 0 && (
        <ul className={css['cards']}>
          {items.map((contract) => (
            <Asked key={contract.reference} isAsked={contract.reference === asked}>
              <ContractCard
                slug={slug}
                contract={contract}
                isOpen={contract.reference === asked}
                onAct={(act) => setOpen({ act, contract })}
              />
            </Asked>
          ))}
        </ul>
      )}
      {put.length > 0 && (
        <details className={css['archived']} open={put.some((one) => one.reference === asked) || undefined}>
          <summary>Archived contracts ({put.length})</summary>
          <ul className={css['cards']}>
            {put.map((contract) => (
              <Asked key={contract.reference} isAsked={contract.reference === asked}>
                <ContractCard slug={slug} contract={contract} isOpen={contract.reference === asked} />
              </Asked>
            ))}
          </ul>
        </details>
      )}
      <Suspense>
        {isAdding && <ContractDialog slug={slug} vendor={vendor} onClose={() => setAdding(false)} />}
        {open?.act === 'edit' && (
          <ContractDialog slug={slug} vendor={vendor} contract={open.contract} onClose={() => setOpen(undefined)} />
        )}
        {open?.act === 'decide' && (
          <DecisionDialog slug={slug} contract={open.contract} onClose={() => setOpen(undefined)} />
        )}
      </Suspense>
    </section>
  )
}

/** The one that the address names comes into sight. */
function Asked({ isAsked, children }: { isAsked: boolean; children: React.ReactNode }) {
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isAsked) item.current?.scrollIntoView({ block: 'center' })
  }, [isAsked])
  return (
    <li ref={item} data-asked={isAsked || undefined}>
      {children}
    </li>
  )
}
