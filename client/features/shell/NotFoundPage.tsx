import { ButtonLink } from '../../ui/Button.tsx'
import { PageBody, PageFrame, PageTitle } from '../../ui/PageFrame.tsx'
import css from './page.module.css'

/** For made-up addresses and for what is out of reach: nobody can tell one from the other. */
export default function NotFoundPage() {
  return (
    <PageFrame title={['Not found', 'Runkeep']} crumbs={[{ label: 'Not found' }]}>
      <PageBody>
        <PageTitle>There is nothing here</PageTitle>
        <div className={css['text']}>
          <p>The address may be mistyped, or it leads to something that you cannot see.</p>
          <ButtonLink to="/home">Go to Home</ButtonLink>
        </div>
      </PageBody>
    </PageFrame>
  )
}
