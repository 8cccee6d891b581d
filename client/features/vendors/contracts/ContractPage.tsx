import { useQuery } from '@tanstack/react-query'
import { Navigate, useParams } from 'react-router'
import { contractNumber, formatContract, openContract } from '#contract/contracts.ts'
import { Problem } from '#contract/problems.ts'
import { query } from '../../../platform/api.ts'
import { Failed } from '../../../platform/Failed.tsx'
import { NothingHere, useOrganization } from '../../../platform/session.ts'
import { PageBody, PageFrame } from '../../../ui/PageFrame.tsx'
import { LoadingText } from '../../../ui/states.tsx'
import { contractPath } from './words.ts'

/** `/o/calder-wick/contracts/CT-04` leads to its vendor, with it in sight. */
export default function ContractPage() {
  const { slug, organization } = useOrganization()
  const number = contractNumber(useParams()['reference'] ?? '')
  if (number === undefined) throw new NothingHere()
  const contract = formatContract(number)
  const answer = useQuery(query(openContract, { slug, contract }))
  if (answer.data) return <Navigate to={contractPath(slug, answer.data.vendor.reference, contract)} replace />
  if (answer.error instanceof Problem && answer.error.code === 'not-found') throw new NothingHere()
  return (
    <PageFrame title={[contract, organization]} heading={contract}>
      <PageBody>
        {answer.isError ? (
          <Failed what={contract} error={answer.error} onRetry={() => void answer.refetch()} />
        ) : (
          <LoadingText what={contract} />
        )}
      </PageBody>
    </PageFrame>
  )
}
